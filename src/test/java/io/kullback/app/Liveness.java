package io.kullback.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks a service again and again whether it is alive, as Kubernetes would. */
final class Liveness implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long EVERY_MILLIS = 250;

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpRequest probe;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<String> answers = new CopyOnWriteArrayList<>();

    Liveness(URI page) {
        this.probe =
                HttpRequest.newBuilder(page.resolve("/livez")).timeout(PATIENCE).build();
        clock.scheduleWithFixedDelay(this::ask, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void ask() {
        try {
            answers.add(
                    String.valueOf(http.send(probe, BodyHandlers.discarding()).statusCode()));
        } catch (IOException e) {
            answers.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How often it has answered, whatever the answer. */
    int asked() {
        return answers.size();
    }

    /** Every answer that was not 200, or why there was none. */
    List<String> doubts() {
        return answers.stream().filter(answer -> !answer.equals("200")).toList();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
