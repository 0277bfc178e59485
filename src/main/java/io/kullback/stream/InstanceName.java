package io.kullback.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The name of an instance, which it keeps when it is killed and started again on the same state directory.
 *
 * <p>A group that knows its member again need not wait until the killed one times out, and a producer that comes back under its name ends the transaction
 * that the killed one left open. Two living instances must never bear one name, since each would put the other out: the name stands in a file that is locked
 * while it is borne, and a second instance on the same directory takes the next file. The operating system unlocks the file of a process that is killed.
 */
final class InstanceName implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InstanceName.class);
    private static final int LENGTH = UUID.randomUUID().toString().length();

    private final String name;
    private final Optional<FileChannel> locked;

    private InstanceName(String name, Optional<FileChannel> locked) {
        this.name = name;
        this.locked = locked;
    }

    /** Takes the first name of a directory that nobody bears; where the directory cannot be written, a name for this time only. */
    static InstanceName claim(Path directory, String applicationId) {
        try {
            Files.createDirectories(directory);
            for (int number = 0; ; number++) {
                Path file = directory.resolve(applicationId + ".instance-" + number);
                Optional<InstanceName> claimed = claim(file);
                if (claimed.isPresent()) {
                    return claimed.get();
                }
            }
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("directory", directory)
                    .addKeyValue("reason", e)
                    .log(
                            "the state directory cannot be written, so a restart after a crash will take seconds longer: choose another with --state-dir");
            return new InstanceName(UUID.randomUUID().toString(), Optional.empty());
        }
    }

    private static Optional<InstanceName> claim(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean claimed = false;
        try {
            if (channel.tryLock() == null) {
                return Optional.empty();
            }
            InstanceName name = new InstanceName(readOrWrite(channel), Optional.of(channel));
            claimed = true;
            return Optional.of(name);
        } catch (OverlappingFileLockException e) {
            // Borne by another instance of this very process.
            return Optional.empty();
        } finally {
            if (!claimed) {
                channel.close();
            }
        }
    }

    private static String readOrWrite(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
        channel.read(bytes, 0);
        if (!bytes.hasRemaining()) {
            return new String(bytes.array(), StandardCharsets.US_ASCII);
        }
        // New, or its first bearer was killed before it had written all of it.
        String name = UUID.randomUUID().toString();
        channel.write(ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII)), 0);
        return name;
    }

    /** The name; legal in the names of group members and transactions. */
    String name() {
        return name;
    }

    /** Whether an instance that starts on the same state directory will bear the name again. */
    boolean isKept() {
        return locked.isPresent();
    }

    /** Lets another instance bear the name. */
    @Override
    public void close() {
        locked.ifPresent(channel -> {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.atWarn().setCause(e).log("the file of the instance's name could not be closed");
            }
        });
    }
}
