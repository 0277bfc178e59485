package io.kullback.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kullback.histogram.BooleanBinning;
import io.kullback.histogram.CategoryBinning;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.NumberBinning;
import io.kullback.histogram.Reference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferenceJsonTest {

    private static final Reference REFERENCE = Reference.of(
            "topic flights, 2001-01-04 to 2001-01-18",
            Map.of(
                    "",
                    Map.of(
                            "delay",
                            Histogram.of(NumberBinning.ofEdges(-0.1, 1 / 3.0, 1e300), 1, 2, 3, 4, 5, 6, 7),
                            "up",
                            Histogram.of(new BooleanBinning(), 1, 2, 0, 0, 0)),
                    "DE \"\n",
                    Map.of("origin", Histogram.of(CategoryBinning.closed(List.of("é", "")), 9, 8, 7, 6, 5))));

    @Test
    void whatIsWrittenIsReadBackToTheLastBit() {
        Reference read = ReferenceJson.read(ReferenceJson.write(REFERENCE));
        assertThat(read).isEqualTo(REFERENCE);
        assertThat(read.id()).isEqualTo(REFERENCE.id());
    }

    @Test
    void aFileThatIsNoReferenceIsRefusedWithWhatAndWhere() {
        assertThatThrownBy(() -> read("[]")).isInstanceOf(ReferenceJson.ReferenceFormatException.class);
        assertThatThrownBy(() -> read("{\"format\":\"other\"}"))
                .isInstanceOf(ReferenceJson.ReferenceFormatException.class);
        String json = new String(ReferenceJson.write(REFERENCE), StandardCharsets.UTF_8);
        assertThatThrownBy(() -> read(
                        json.replace("\"missing\" : 5", "\"missing\" : -5").replace("\"missing\":5", "\"missing\":-5")))
                .isInstanceOf(ReferenceJson.ReferenceFormatException.class)
                .hasMessageContaining("delay");
    }

    @Test
    void aFileThatWasChangedByHandIsToldFromTheOneThatWasBuilt() {
        Reference other = Reference.of(
                REFERENCE.origin(), Map.of("", Map.of("up", Histogram.of(new BooleanBinning(), 1, 3, 0, 0, 0))));
        assertThat(other.id()).isNotEqualTo(REFERENCE.id());
    }

    private static Reference read(String json) {
        return ReferenceJson.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
