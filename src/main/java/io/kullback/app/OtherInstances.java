package io.kullback.app;

import io.kullback.exposition.StatusServer;
import io.kullback.exposition.Whereabouts;
import io.kullback.stream.Pipeline;
import java.net.URI;
import java.util.Optional;

/** Knows by Kafka Streams' own metadata which instance has a monitor. */
final class OtherInstances implements Whereabouts {

    private final Pipeline pipeline;
    private final StatusServer own;

    /** @param own where this instance is found; the others are taken to speak TLS if it does */
    OtherInstances(Pipeline pipeline, StatusServer own) {
        this.pipeline = pipeline;
        this.own = own;
    }

    @Override
    public Optional<URI> elsewhere(String monitor) {
        return pipeline.addressOf(monitor)
                .filter(address -> !address.equals(own.advertised()))
                .map(address -> URI.create(URI.create(own.url()).getScheme() + "://" + address));
    }
}
