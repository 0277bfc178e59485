package io.kullback.stream;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Text of any length as its UTF-8 length and bytes; {@code DataOutput.writeUTF} refuses more than 64 KiB. */
final class Text {

    private Text() {}

    static void write(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        VarInt.write(bytes.length, out);
        out.write(bytes);
    }

    static String read(DataInputStream in) throws IOException {
        return new String(in.readNBytes((int) VarInt.read(in)), StandardCharsets.UTF_8);
    }
}
