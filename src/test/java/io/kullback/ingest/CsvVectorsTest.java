package io.kullback.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.histogram.FeatureType;
import io.kullback.histogram.Moments;
import io.kullback.histogram.Tally;
import io.kullback.histogram.VectorBinning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvVectorsTest {

    private static final Moments TWO_ROWS = Moments.of(2, new double[] {2, 3}, new double[] {2, 2, 2});

    @TempDir
    private Path folder;

    @Test
    void aVectorMayStandInColumnsOfItsElementsOrInOneCell() throws IOException {
        Path file = Files.writeString(folder.resolve("rows.csv"), """
                x,y,z
                1,2,"[1, 2]"
                3,4,3;4
                5,,"[5]"
                6,seven,six
                """);
        Fields fields = new Fields();
        FieldPath x = FieldPath.parse("/x");
        FieldPath y = FieldPath.parse("/y");
        FieldPath z = FieldPath.parse("/z");
        int[] columns = {fields.slotOf(x), fields.slotOf(y)};
        int cell = fields.listSlotOf(z);
        VectorBinning pairs = new VectorBinning(2);
        Tally ofColumns = pairs.newTally();
        Tally ofCells = pairs.newTally();
        CsvFile.read(file, fields, values -> {
            values.addVectorTo(ofColumns, columns);
            values.addTo(ofCells, cell, FeatureType.VECTOR);
        });
        // (vector), (missing), (non-finite), (wrong-type).
        assertThat(ofColumns.over(pairs).counts()).containsExactly(2, 1, 0, 1);
        assertThat(ofColumns.over(pairs).moments()).contains(TWO_ROWS);
        assertThat(ofCells.over(pairs).counts()).containsExactly(2, 0, 0, 2);
        assertThat(ofCells.over(pairs).moments()).contains(TWO_ROWS);
    }
}
