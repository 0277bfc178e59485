package io.kullback.exposition;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is answered to a request.
 *
 * @param contentType with its charset
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
record Answer(int status, String contentType, byte[] body) {

    static final String JSON = "application/json; charset=utf-8";
    private static final String PROBLEM = "application/problem+json";
    private static final String TEXT = "text/plain; charset=utf-8";

    static Answer json(byte[] body) {
        return new Answer(200, JSON, body);
    }

    static Answer text(int status, String text) {
        return new Answer(status, TEXT, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A problem as RFC 9457 has it.
     *
     * @param detail what was wrong with this very request, and how to mend it
     * @param more members beside those of every problem
     */
    static Answer problem(Refusal refusal, String detail, Map<String, String> more) {
        byte[] body = JsonText.object(out -> {
            out.writeStringField("type", refusal.type());
            out.writeStringField("title", refusal.title());
            out.writeNumberField("status", refusal.status());
            out.writeStringField("detail", detail);
            for (Map.Entry<String, String> member : new TreeMap<>(more).entrySet()) {
                out.writeStringField(member.getKey(), member.getValue());
            }
        });
        return new Answer(refusal.status(), PROBLEM, body);
    }
}
