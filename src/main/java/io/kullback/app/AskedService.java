package io.kullback.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kullback.exposition.HttpSettings;
import io.kullback.exposition.diagnosis.ServiceFacts;
import io.kullback.exposition.diagnosis.ServiceFacts.Where;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The running service, asked why its monitors are silent; where one instance names another for a monitor, that one is asked too. */
final class AskedService implements AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String DOCTOR = "/api/v1/doctor";

    private final ServiceClient client;
    private final URI url;
    private final Map<URI, Optional<JsonNode>> answers = new HashMap<>();
    private final StringBuilder trouble = new StringBuilder();

    /** @param url where one of its instances is asked, such as {@code http://127.0.0.1:8080} */
    AskedService(HttpSettings http, URI url, Optional<String> token) {
        this.client = new ServiceClient(http.identity(), token);
        this.url = url;
    }

    /** Whether the instance that was to be asked first has answered. */
    boolean answers() {
        return ask(url).isPresent();
    }

    /** Why not; empty if it has. */
    String trouble() {
        return trouble.toString();
    }

    /** What it says of a monitor. */
    ServiceFacts facts(String monitor) {
        Optional<JsonNode> answer = ask(url);
        if (answer.isEmpty()) {
            return ServiceFacts.silent(Where.UNREACHABLE);
        }
        Optional<JsonNode> part = ServiceAnswer.of(answer.get(), monitor);
        Optional<JsonNode> there = part.filter(one -> one.has("instance"))
                .flatMap(one -> ask(URI.create(one.get("instance").asText())))
                .flatMap(other -> ServiceAnswer.of(other, monitor));
        return there.or(() -> part).map(ServiceAnswer::facts).orElse(ServiceFacts.silent(Where.STARTING));
    }

    private Optional<JsonNode> ask(URI instance) {
        return answers.computeIfAbsent(instance, this::fetch);
    }

    private Optional<JsonNode> fetch(URI instance) {
        try {
            ServiceClient.Reply reply = client.get(instance.resolve(DOCTOR));
            if (reply.status() == 200) {
                return Optional.of(MAPPER.readTree(reply.body()));
            }
            trouble(
                    instance,
                    reply.status() == 401 ? "asks for a token: give --token-file" : "answers " + reply.status());
        } catch (JsonProcessingException e) {
            trouble(instance, "answers something else than JSON: is it Kullback?");
        } catch (IOException e) {
            trouble(instance, "does not answer (" + e.getMessage() + ")");
        }
        return Optional.empty();
    }

    private void trouble(URI instance, String what) {
        trouble.append(trouble.isEmpty() ? "" : "; ")
                .append(instance)
                .append(' ')
                .append(what);
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
