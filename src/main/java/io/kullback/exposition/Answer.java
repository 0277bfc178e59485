package io.kullback.exposition;

import java.nio.charset.StandardCharsets;

/**
 * What is answered to a request.
 *
 * @param contentType with its charset
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
record Answer(int status, String contentType, byte[] body) {

    static final String JSON = "application/json; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";

    static Answer json(byte[] body) {
        return new Answer(200, JSON, body);
    }

    static Answer text(int status, String text) {
        return new Answer(status, TEXT, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
