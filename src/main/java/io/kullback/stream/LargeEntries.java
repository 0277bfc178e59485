package io.kullback.stream;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps the entries of a logged store below what a broker takes in one record: a value that is too large goes as several entries, whose keys are its own with a
 * number behind them.
 *
 * <p>The first byte of every value is the number of parts that follow it.
 */
final class LargeEntries {

    /** A quarter of what brokers take by default; the key and the record's own fields come beside it. */
    static final int LARGEST = 256 * 1024;

    /** No text that UTF-8 encodes holds such a byte, so no key of a part is the key of another entry. */
    private static final byte PART = (byte) 0xFF;

    private static final int MOST_PARTS = 255;

    private final Map<String, Integer> partsWritten = new HashMap<>();
    private final Map<String, NavigableMap<Integer, byte[]>> parts = new HashMap<>();

    /** Takes entries as they are stored; an empty value deletes. */
    @FunctionalInterface
    interface Store {
        void put(byte[] key, Optional<byte[]> value);
    }

    /** Takes entries as they were before they were parted. */
    @FunctionalInterface
    interface Reader {
        void entry(String key, byte[] value);
    }

    /** Stores an entry, or deletes it where the value is empty. */
    void put(String key, Optional<byte[]> value, Store store) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        int before = partsWritten.getOrDefault(key, 0);
        int needed = value.map(LargeEntries::partsOf).orElse(0);
        for (int part = needed; part < before; part++) {
            store.put(nameOf(name, part), Optional.empty());
        }
        if (needed == 0) {
            partsWritten.remove(key);
        } else {
            partsWritten.put(key, needed);
        }
        for (int part = 0; part < needed; part++) {
            int from = (part + 1) * LARGEST;
            store.put(
                    nameOf(name, part),
                    Optional.of(Arrays.copyOfRange(
                            value.orElseThrow(), from, Math.min(from + LARGEST, value.orElseThrow().length))));
        }
        store.put(name, value.map(whole -> head(whole, needed)));
    }

    private static int partsOf(byte[] value) {
        int parts = Math.max(0, (value.length - 1) / LARGEST);
        if (parts > MOST_PARTS) {
            throw new IllegalStateException("an entry of " + value.length + " bytes is larger than the "
                    + (MOST_PARTS + 1L) * LARGEST + " that the state can take");
        }
        return parts;
    }

    private static byte[] head(byte[] value, int parts) {
        byte[] head = new byte[1 + Math.min(value.length, LARGEST)];
        head[0] = (byte) parts;
        System.arraycopy(value, 0, head, 1, head.length - 1);
        return head;
    }

    private static byte[] nameOf(byte[] key, int part) {
        byte[] name = Arrays.copyOf(key, key.length + 2);
        name[key.length] = PART;
        name[key.length + 1] = (byte) part;
        return name;
    }

    private static boolean isPart(byte[] key) {
        return key.length > 2 && key[key.length - 2] == PART;
    }

    /** Takes an entry of the store, in any order. After the last one, call {@link #forEachRestored}. */
    void restore(byte[] key, byte[] value) {
        int length = isPart(key) ? key.length - 2 : key.length;
        // The parts of an entry are numbered from 0, so that the head, which stands before them, is -1.
        parts.computeIfAbsent(new String(key, 0, length, StandardCharsets.UTF_8), name -> new TreeMap<>())
                .put(isPart(key) ? Byte.toUnsignedInt(key[key.length - 1]) : -1, value);
    }

    /** Gives what was restored, whole, in order of the keys. */
    void forEachRestored(Reader reader) {
        new TreeMap<>(parts).forEach((key, of) -> {
            byte[] head = of.getOrDefault(-1, new byte[1]);
            int needed = Byte.toUnsignedInt(head[0]);
            if (!of.keySet().containsAll(List.of(-1, needed - 1)) || of.size() < needed + 1) {
                throw new IllegalStateException("an entry of the state has " + (of.size() - 1) + " parts where "
                        + needed + " are expected; it was written by another version of Kullback");
            }
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            whole.write(head, 1, head.length - 1);
            for (int part = 0; part < needed; part++) {
                whole.writeBytes(of.get(part));
            }
            if (needed > 0) {
                partsWritten.put(key, needed);
            }
            reader.entry(key, whole.toByteArray());
        });
        parts.clear();
    }
}
