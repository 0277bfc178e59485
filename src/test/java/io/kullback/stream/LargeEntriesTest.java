package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class LargeEntriesTest {

    private final Map<Bytes, byte[]> store = new TreeMap<>();
    private final LargeEntries entries = new LargeEntries();

    private void put(LargeEntries by, String key, Optional<byte[]> value) {
        by.put(
                key,
                value,
                (name, part) -> part.ifPresentOrElse(
                        bytes -> store.put(Bytes.wrap(name), bytes), () -> store.remove(Bytes.wrap(name))));
    }

    private Map<String, byte[]> restored(LargeEntries by) {
        store.forEach((key, value) -> by.restore(key.get(), value));
        Map<String, byte[]> restored = new TreeMap<>();
        by.forEachRestored(restored::put);
        return restored;
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void everyEntryComesBackWholeAndNoneInTheStoreIsLargerThanARecordMayBe() {
        for (int length : new int[] {0, 1, LargeEntries.LARGEST, LargeEntries.LARGEST + 1, 3_000_000}) {
            put(entries, "m\u0000pane\u0000" + length + "\u0000\u00ff\uffff", Optional.of(bytes(length)));
        }
        assertThat(store.values()).allSatisfy(value -> assertThat(value.length).isLessThanOrEqualTo(256 * 1024 + 1));
        Map<String, byte[]> restored = restored(new LargeEntries());
        assertThat(restored).hasSize(5);
        restored.forEach((key, value) ->
                assertThat(value).isEqualTo(bytes(Integer.parseInt(key.substring(7, key.lastIndexOf('\u0000'))))));
    }

    @Test
    void anEntryThatShrinksOrGoesLeavesNoPartBehindEvenAfterARestart() {
        put(entries, "a", Optional.of(bytes(1_000_000)));
        put(entries, "b", Optional.of(bytes(1_000_000)));
        LargeEntries restarted = new LargeEntries();
        restored(restarted);
        put(restarted, "a", Optional.of(bytes(10)));
        put(restarted, "b", Optional.empty());
        assertThat(store).hasSize(1);
        assertThat(restored(new LargeEntries()).get("a")).isEqualTo(bytes(10));
    }

    @Test
    void anEntryThatLacksAPartIsRefused() {
        put(entries, "a", Optional.of(bytes(1_000_000)));
        store.keySet().removeIf(key -> key.get().length > 1 && key.get()[2] == 1);
        assertThatThrownBy(() -> restored(new LargeEntries()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("parts");
    }
}
