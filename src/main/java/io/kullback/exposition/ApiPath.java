package io.kullback.exposition;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One path of the API.
 *
 * @param template with names in braces, such as {@code /api/v1/monitors/{monitor}}
 * @param summary what it gives, in a few words
 */
record ApiPath(String template, String summary, Function<ApiQuestion, Answer> handler) {

    /**
     * What is asked, if a request is one of this path.
     *
     * @param path as it stands in the request, percent-encoded
     */
    Optional<ApiQuestion> match(String path, Map<String, String> query) {
        // Split before decoding: a name may hold a slash.
        List<String> asked = List.of(path.split("/", -1));
        List<String> own = List.of(template.split("/", -1));
        if (asked.size() != own.size()) {
            return Optional.empty();
        }
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < own.size(); i++) {
            String step = own.get(i);
            if (step.startsWith("{")) {
                names.put(step.substring(1, step.length() - 1), decoded(asked.get(i)));
            } else if (!step.equals(asked.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(new ApiQuestion(names, query));
    }

    private static String decoded(String step) {
        try {
            return URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A broken escape names nothing.
            return step;
        }
    }
}
