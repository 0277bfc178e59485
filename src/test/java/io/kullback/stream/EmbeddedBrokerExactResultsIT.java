package io.kullback.stream;

import io.kullback.testing.SharedBroker;

/** The exact results on the broker that the demo starts. */
class EmbeddedBrokerExactResultsIT extends ExactResultsSuite {
    @Override
    String bootstrapServers() {
        return SharedBroker.bootstrapServers();
    }
}
