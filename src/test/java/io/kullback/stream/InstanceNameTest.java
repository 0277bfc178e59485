package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceNameTest {

    @TempDir
    private Path directory;

    private String nameOfOneThatEnds(String applicationId) {
        try (InstanceName instance = InstanceName.claim(directory, applicationId)) {
            return instance.name();
        }
    }

    @Test
    void anInstanceComesBackUnderItsName() {
        String first = nameOfOneThatEnds("kullback");
        assertThat(nameOfOneThatEnds("kullback")).isEqualTo(first).matches("[a-z0-9-]{36}");
    }

    @Test
    void twoLivingInstancesOfOneDirectoryNeverBearOneName() {
        String alone = nameOfOneThatEnds("kullback");
        try (InstanceName first = InstanceName.claim(directory, "kullback")) {
            assertThat(first.name()).isEqualTo(alone);
            assertThat(nameOfOneThatEnds("kullback")).isNotEqualTo(alone);
        }
        assertThat(nameOfOneThatEnds("kullback")).isEqualTo(alone);
    }

    @Test
    void applicationsThatShareADirectoryHaveNamesOfTheirOwn() {
        assertThat(nameOfOneThatEnds("one")).isNotEqualTo(nameOfOneThatEnds("two"));
    }

    @Test
    void aNameThatWasNotWrittenToItsEndIsDrawnAnew() throws IOException {
        Files.writeString(directory.resolve("kullback.instance-0"), "0a1b2c");
        String name = nameOfOneThatEnds("kullback");
        assertThat(name).hasSize(36);
        assertThat(nameOfOneThatEnds("kullback")).isEqualTo(name);
    }

    @Test
    void withoutADirectoryToWriteAnInstanceStillHasAName() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        try (InstanceName instance = InstanceName.claim(file, "kullback")) {
            assertThat(instance.name()).hasSize(36);
        }
    }
}
