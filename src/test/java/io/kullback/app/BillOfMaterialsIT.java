package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;

/** The bill of materials lists what lies beside the jar, byte for byte, and nothing else. */
class BillOfMaterialsIT {

    private static final Path FILE = Path.of("target", "kullback-sbom.json");
    private static final Path LIBRARIES = Path.of("target", "lib");

    private static Map<String, String> listed() throws IOException {
        JsonNode bill = new ObjectMapper().readTree(FILE.toFile());
        assertThat(bill.get("bomFormat").asText()).isEqualTo("CycloneDX");
        Map<String, String> listed = new TreeMap<>();
        for (JsonNode component : bill.get("components")) {
            for (JsonNode hash : component.get("hashes")) {
                if (hash.get("alg").asText().equals("SHA-256")) {
                    listed.put(
                            component.get("name").asText() + "-"
                                    + component.get("version").asText(),
                            hash.get("content").asText());
                }
            }
        }
        return listed;
    }

    @Test
    void everyLibraryIsListedWithItsVersionAndHash() throws Exception {
        Map<String, String> listed = listed();
        List<Path> libraries;
        try (Stream<Path> files = Files.list(LIBRARIES)) {
            libraries = files.toList();
        }
        assertThat(libraries).hasSizeGreaterThan(20);
        for (Path library : libraries) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(library));
            assertThat(listed)
                    .as(library.toString())
                    .containsValue(HexFormat.of().formatHex(digest));
        }
        assertThat(listed).hasSameSizeAs(libraries);
        assertThat(listed).containsKey("kafka-streams-" + AppInfoParser.getVersion());
    }
}
