package io.kullback.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever data names, a label value is one that Prometheus takes, and another one for another name. */
class LabelValueTest {

    private static String anyText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(4) == 0 ? random.nextInt(300) : random.nextInt(5); length > 0; length--) {
            switch (random.nextInt(5)) {
                case 0 -> text.append((char) random.nextInt(0x20));
                case 1 -> text.append((char) (0x7f + random.nextInt(0x21)));
                // Half of a surrogate pair, most often without the other.
                case 2 -> text.append((char) (0xd800 + random.nextInt(0x800)));
                case 3 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
                default -> text.append((char) (' ' + random.nextInt(95)));
            }
        }
        return text.toString();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyTextBecomesAValueThatPrometheusTakesAndNoTwoTheSame(long seed) throws CharacterCodingException {
        Random random = new Random(seed);
        Map<String, String> textOf = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            String text = anyText(random);
            String value = LabelValue.of(text);
            // Refuses lone surrogates.
            ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
            assertThat(utf8.remaining()).as("seed %d", seed).isPositive();
            assertThat(value.codePointCount(0, value.length()))
                    .as("seed %d", seed)
                    .isBetween(1, 128);
            assertThat(value.codePoints())
                    .as("seed %d, %s", seed, value)
                    .noneMatch(point -> point < 0x20 || point >= 0x7f && point < 0xa0);
            assertThat(LabelValue.of(value)).as("what is clean stays so").isEqualTo(value);
            String other = textOf.put(value, text);
            assertThat(other == null || other.equals(text))
                    .as("seed %d: two texts became '%s'", seed, value)
                    .isTrue();
        }
    }

    @Test
    void aTextThatIsFitIsNotTouched() {
        assertThat(LabelValue.of("FR")).isEqualTo("FR");
        assertThat(LabelValue.of("Zürich \"\\{}= \uD83D\uDE00")).isEqualTo("Zürich \"\\{}= \uD83D\uDE00");
        assertThat(LabelValue.of("x".repeat(128))).isEqualTo("x".repeat(128));
    }

    @Test
    void anEmptyOneIsNamedSinceAnEmptyLabelIsNone() {
        assertThat(LabelValue.of("")).isEqualTo("(empty)");
    }

    @Test
    void whatIsNotFitIsReplacedAndWhatIsTooLongIsCutWithAHashBehind() {
        assertThat(LabelValue.of("a\u0000b\n")).matches("a\uFFFDb\uFFFD~[0-9a-f]{8}");
        assertThat(LabelValue.of("x".repeat(129))).matches("x{119}~[0-9a-f]{8}");
    }
}
