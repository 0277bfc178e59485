package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.histogram.Tally;
import io.kullback.ingest.FieldValues;
import io.kullback.ingest.Fields;
import io.kullback.ingest.RejectReason;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartialCodecTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatIsWrittenIsReadBackWhateverTheKindOfFeature(long seed) {
        Random random = new Random(seed);
        MonitorSettings monitor = Given.everyKind();
        Fields fields = new Fields();
        MonitorCounter counter = new MonitorCounter(monitor, 3, fields);
        FieldValues values = new FieldValues(fields.size());
        for (int i = 0; i < 500; i++) {
            values.clear();
            for (int slot = 0; slot < fields.size(); slot++) {
                switch (random.nextInt(6)) {
                    case 0 -> values.setNumber(slot, Math.exp(random.nextGaussian() * 30) - 1);
                    case 1 -> values.setText(slot, "t" + random.nextInt(30));
                    case 2 -> values.setBoolean(slot, random.nextBoolean());
                    case 3 -> values.setCompound(slot);
                    case 4 -> {
                        values.beginList(slot);
                        for (int length = 2 + random.nextInt(2); length > 0; length--) {
                            values.addToList(slot, random.nextGaussian());
                        }
                    }
                    default -> {}
                }
            }
            counter.count(values, Given.T0 + random.nextInt(50_000), Given.T0 + 60_000);
        }
        counter.reject(RejectReason.TOO_DEEP);
        Partial partial = counter.drain(7).orElseThrow();
        PartialCodec codec = new PartialCodec(monitor);
        byte[] bytes = codec.write(partial);
        Partial read = codec.read(bytes).orElseThrow();
        assertThat(codec.write(read)).isEqualTo(bytes);
        assertThat(read.records()).isEqualTo(501);
        assertThat(read.rejected()).isEqualTo(partial.rejected());
        assertThat(read.watermark()).isEqualTo(partial.watermark());
        assertThat(read.panes()).hasSameSizeAs(partial.panes());
        for (int i = 0; i < read.panes().size(); i++) {
            List<Tally> written = partial.panes().get(i).counts().tallies();
            List<Tally> again = read.panes().get(i).counts().tallies();
            for (int feature = 0; feature < written.size(); feature++) {
                assertThat(again.get(feature).total())
                        .isEqualTo(written.get(feature).total());
            }
        }
    }
}
