package dev.rondo.collective;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;

/**
 * A place in a ring of processes: it listens on an address until the ring is closed together.
 *
 * <pre>{@code
 * try (RingPlace place = RingPlace.listen(new InetSocketAddress(host, 0))) {
 *     // tell place.address() to all, and learn theirs
 *     AllReduce member = place.join(rank, addresses, secret, Duration.ofSeconds(30));
 *     …
 * }
 * }</pre>
 *
 * <p>Each member connects to the next one, and the last to the first. Both sides prove that they
 * know the secret, which itself is never sent; whoever does not is refused, and does not disturb
 * the others. What is summed is sent as it is: across a network that others can read, the ring
 * needs a tunnel or an encrypted network.
 */
public final class RingPlace implements AutoCloseable {
    private final ServerSocketChannel server;

    private RingPlace(ServerSocketChannel server) {
        this.server = server;
    }

    /**
     * Listens.
     *
     * @param address where; port 0 for any free one
     * @throws IOException when the address cannot be had
     */
    public static RingPlace listen(InetSocketAddress address) throws IOException {
        if (address.isUnresolved()) {
            throw new IOException("there is no host " + address.getHostString());
        }
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(address);
            server.configureBlocking(false);
            return new RingPlace(server);
        } catch (IOException e) {
            server.close();
            throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        try {
            return (InetSocketAddress) server.getLocalAddress();
        } catch (IOException e) {
            throw new IllegalStateException("this place in a ring was closed", e);
        }
    }

    /**
     * Joins the ring with the others, who may come later.
     *
     * @param rank which member this is
     * @param members the addresses of all, in the order of ranks
     * @param secret what all members know, and nobody else
     * @param patience how long it waits for the others, now and in each sum
     * @throws CollectiveException when a neighbor does not come in time
     * @throws IllegalArgumentException when the rank is none of theirs, or the secret is empty
     */
    public AllReduce join(
            int rank, List<InetSocketAddress> members, byte[] secret, Duration patience) {
        Checks.size(members.size());
        Checks.rank(rank, members.size());
        long nanoseconds = Checks.patience(patience);
        if (members.size() == 1) {
            return AllReduce.alone();
        }
        Greeting greeting = new Greeting(rank, members.size(), secret);
        Joining joining = new Joining(server, greeting, members, nanoseconds);
        SocketChannel[] both = joining.both();
        return new Ring(rank, members.size(), both[0], both[1], nanoseconds);
    }

    /** Stops listening. A ring that was joined goes on. */
    @Override
    public void close() {
        Channels.close(server);
    }
}
