package io.kullback.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * The configuration in force as it may be shown to anybody who may read the service: as it was written, with variables' own defaults filled in, and without
 * its secrets.
 *
 * @param hash changes with any byte of the file
 * @param tree mappings, lists, texts, numbers and flags
 */
public record ShownConfiguration(String hash, Map<String, Object> tree) {

    /** Hash and configuration as one tree, as the API gives it too. */
    public Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("config_hash", hash);
        document.put("config", tree);
        return document;
    }

    /** The document as YAML. */
    public String yaml() {
        return new Dump(DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .setIndicatorIndent(2)
                        .setIndentWithIndicator(true)
                        .build())
                .dumpToString(document());
    }
}
