package dev.rondo.collective;

import java.io.Closeable;
import java.io.IOException;

/** What channels have in common. */
final class Channels {
    private Channels() {}

    /** Closes what is of no more use, whatever happens. */
    static void close(Closeable channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // nothing is lost: all that was sent has been received, or the ring has failed
        }
    }
}
