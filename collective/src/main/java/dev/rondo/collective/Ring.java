package dev.rondo.collective;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A member of a ring of processes. Sums travel from rank 0 to the last, each adding its own, chunk
 * by chunk; from there the results travel on around the ring. So each connection carries the values
 * at most twice whatever the number of members, as in the usual ring, and yet the order of a sum is
 * that of the ranks.
 *
 * <p>One thread does all: it reads and writes whatever is possible, and waits for either.
 */
final class Ring implements AllReduce {
    /** Values of a chunk. Large enough to hide what a message and the waiting for it cost. */
    private static final int CHUNK = 1 << 17;

    /**
     * What stands before each chunk: what it is, its number, how many values and of how many bytes.
     */
    private static final int HEADER = 4 * Integer.BYTES;

    private static final int PARTIAL = 1;
    private static final int RESULT = 2;
    private static final int ALIVE = 3;
    private static final int FAILED = 4;

    /** Within the patience of the next member, so often it hears that this one only waits. */
    private static final int SIGNS = 4;

    /**
     * How often it looks again before it sleeps, which takes longer than most waits for a chunk.
     */
    private static final int TRIES = 20;

    /** How long a member that fails tries to tell why. */
    private static final long FAREWELL = 1_000_000_000;

    private final int rank;
    private final int size;
    private final SocketChannel before;
    private final SocketChannel after;
    private final long patience;
    private final Selector selector;
    private final SelectionKey reads;
    private final SelectionKey writes;
    private final ByteBuffer in = buffer();
    private final ByteBuffer out = buffer();
    private boolean failed;

    /**
     * A chunk is read in two parts: first what it is, then its values, and with these the header of
     * the next. That may belong to the next sum already, so it stays until it is asked for.
     */
    private boolean headerRead;

    /** Where the chunk whose header was read ends. */
    private int end;

    private Numbers values;
    private int chunks;

    /** Chunks that hold the sum of the ranks up to this one. */
    private int partials;

    /** Chunks that hold the sum of all. */
    private int results;

    private int sentPartials;
    private int sentResults;
    private long lastRead;
    private long lastWritten;
    private long lastSign;

    private static ByteBuffer buffer() {
        // behind a chunk there is room for the header of the next
        return ByteBuffer.allocateDirect(HEADER + CHUNK * Double.BYTES + HEADER)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * A member.
     *
     * @param before from the member of the rank before
     * @param after to the member of the rank after
     */
    Ring(int rank, int size, SocketChannel before, SocketChannel after, long patience) {
        this.rank = rank;
        this.size = size;
        this.before = before;
        this.after = after;
        this.patience = patience;
        try {
            after.setOption(StandardSocketOptions.TCP_NODELAY, true);
            selector = Selector.open();
            reads = before.register(selector, 0);
            writes = after.register(selector, 0);
            in.limit(HEADER);
        } catch (IOException e) {
            Channels.close(before);
            Channels.close(after);
            throw new CollectiveException(
                    rank, "rank " + rank + " cannot use its connections: " + e.getMessage());
        }
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void sum(float[] floats) {
        sum(new Numbers.Floats(floats));
    }

    @Override
    public void sum(double[] doubles) {
        sum(new Numbers.Doubles(doubles));
    }

    private void sum(Numbers of) {
        if (failed) {
            throw new CollectiveException(-1, "this ring has failed or was closed before");
        }
        values = of;
        // an empty sum is a meeting too: one chunk without values
        chunks = Math.max(1, Math.ceilDiv(of.length(), CHUNK));
        partials = rank == 0 ? chunks : 0;
        results = 0;
        sentPartials = 0;
        sentResults = 0;
        out.clear().flip();
        try {
            run();
        } catch (CollectiveException e) {
            fail(e);
            throw e;
        } finally {
            values = null;
        }
    }

    /** Whether all has come that comes in this sum. */
    private boolean isRead() {
        return partials == chunks && (results == chunks || rank == size - 1);
    }

    private boolean isSent() {
        return sentPartials == (rank < size - 1 ? chunks : 0)
                && sentResults == (sendsResults() ? chunks : 0)
                && !out.hasRemaining();
    }

    /** The last member makes the results, and the one before it is the last to get them. */
    private boolean sendsResults() {
        return rank != size - 2;
    }

    private void run() {
        lastRead = System.nanoTime();
        lastWritten = lastRead;
        lastSign = lastRead;
        int idle = 0;
        while (!isRead() || !isSent()) {
            boolean moved = read() | write();
            long now = System.nanoTime();
            if (!isRead() && now - lastRead > patience) {
                throw silent(rankBefore(), "sent");
            }
            if (out.hasRemaining() && now - lastWritten > patience) {
                throw silent(rankAfter(), "took");
            }
            if (Thread.currentThread().isInterrupted()) {
                throw CollectiveException.interrupted(rank);
            }
            idle = moved ? 0 : idle + 1;
            if (idle > TRIES) {
                await(patience / SIGNS);
            }
        }
    }

    private CollectiveException silent(int who, String did) {
        return new CollectiveException(
                who,
                "rank "
                        + who
                        + " "
                        + did
                        + " nothing for "
                        + Duration.ofNanos(patience)
                        + ", says rank "
                        + rank);
    }

    private void await(long nanoseconds) {
        try {
            reads.interestOps(isRead() ? 0 : SelectionKey.OP_READ);
            writes.interestOps(out.hasRemaining() ? SelectionKey.OP_WRITE : 0);
            selector.select(Math.max(1, nanoseconds / 1_000_000));
            selector.selectedKeys().clear();
        } catch (IOException e) {
            throw new CollectiveException(rank, "rank " + rank + ": " + e.getMessage());
        }
    }

    private int rankBefore() {
        return (rank + size - 1) % size;
    }

    private int rankAfter() {
        return (rank + 1) % size;
    }

    /** Reads what is there; says whether there was anything. */
    private boolean read() {
        if (isRead()) {
            return false;
        }
        if (!headerRead && in.position() == HEADER) {
            header();
            return true;
        }
        int count;
        try {
            count = before.read(in);
        } catch (IOException e) {
            throw gone(rankBefore(), e.getMessage());
        }
        if (count < 0) {
            throw gone(rankBefore(), "it closed the connection");
        }
        if (count == 0) {
            return false;
        }
        lastRead = System.nanoTime();
        if (headerRead && in.position() >= end) {
            chunk();
        }
        return true;
    }

    private CollectiveException gone(int who, String why) {
        return new CollectiveException(
                who, "rank " + who + " is gone, says rank " + rank + ": " + why);
    }

    private void header() {
        int kind = in.getInt(0);
        int which = in.getInt(4);
        int length = in.getInt(8);
        int bytes = in.getInt(12);
        if (kind == ALIVE) {
            in.clear().limit(HEADER);
            return;
        }
        if (kind == FAILED) {
            expect(Math.clamp(length, 0, in.capacity() - 2 * HEADER));
            return;
        }
        boolean next =
                kind == PARTIAL
                        ? which == partials && rank > 0
                        : kind == RESULT && which == results && rank < size - 1;
        if (!next || which >= chunks) {
            throw new CollectiveException(
                    rankBefore(),
                    "rank "
                            + rankBefore()
                            + " sent what does not belong to this sum; do all members call the same"
                            + " methods in the same order?");
        }
        if (length != values.length() || bytes != values.bytes()) {
            throw Numbers.unlike(rankBefore(), length, bytes, rank, values);
        }
        expect(count(which) * bytes);
    }

    /** Goes on to the values, or words, behind a header. */
    private void expect(int bytes) {
        headerRead = true;
        end = HEADER + bytes;
        in.limit(end + HEADER);
        if (bytes == 0) {
            chunk();
        }
    }

    private int count(int chunk) {
        return Math.min(CHUNK, values.length() - chunk * CHUNK);
    }

    /** Takes a chunk, or the last words of a member, that is complete. */
    private void chunk() {
        int kind = in.getInt(0);
        int which = in.getInt(4);
        ByteBuffer body = in.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        body.position(HEADER).limit(end);
        if (kind == FAILED) {
            throw new CollectiveException(which, StandardCharsets.UTF_8.decode(body).toString());
        }
        if (kind == PARTIAL) {
            values.addTo(body, which * CHUNK, count(which));
            partials++;
        } else {
            values.get(body, which * CHUNK, count(which));
            results++;
        }
        int next = in.position() - end;
        for (int i = 0; i < next; i++) {
            in.put(i, in.get(end + i));
        }
        in.position(next).limit(HEADER);
        headerRead = false;
    }

    /** Writes what the connection takes; says whether it took anything. */
    private boolean write() {
        if (!out.hasRemaining() && !next()) {
            return false;
        }
        try {
            if (after.write(out) == 0) {
                return false;
            }
        } catch (IOException e) {
            throw gone(rankAfter(), e.getMessage());
        }
        lastWritten = System.nanoTime();
        lastSign = lastWritten;
        return true;
    }

    /** Makes the next chunk to send; says whether there is any. Results go first. */
    private boolean next() {
        int ready = rank == size - 1 ? partials : results;
        if (sendsResults() && sentResults < ready) {
            put(RESULT, sentResults++);
        } else if (rank < size - 1 && sentPartials < partials) {
            put(PARTIAL, sentPartials++);
        } else if (System.nanoTime() - lastSign > patience / SIGNS) {
            message(ALIVE, 0, new byte[0]);
        } else {
            return false;
        }
        lastWritten = System.nanoTime(); // from now on the next member keeps this one waiting
        return true;
    }

    private void put(int kind, int chunk) {
        int count = count(chunk);
        out.clear().putInt(kind).putInt(chunk).putInt(values.length()).putInt(values.bytes());
        values.put(out, chunk * CHUNK, count);
        out.position(0).limit(HEADER + count * values.bytes());
    }

    private void message(int kind, int what, byte[] text) {
        out.clear().putInt(kind).putInt(what).putInt(text.length).putInt(0).put(text).flip();
    }

    /** Tells the next member who is at fault, and leaves. */
    private void fail(CollectiveException why) {
        failed = true;
        long end = System.nanoTime() + FAREWELL;
        try {
            flush(end); // the next member must be able to read what follows
            byte[] text = why.getMessage().getBytes(StandardCharsets.UTF_8);
            message(FAILED, why.culprit().orElse(-1), text);
            flush(end);
            after.shutdownOutput();
            // a connection that is closed with unread data may lose what was sent
            do {
                in.clear();
            } while (before.read(in) >= 0 && await(end, reads, SelectionKey.OP_READ));
        } catch (IOException e) {
            // a neighbor is gone too
        }
        close();
    }

    private void flush(long end) throws IOException {
        do {
            after.write(out);
        } while (out.hasRemaining() && await(end, writes, SelectionKey.OP_WRITE));
    }

    /** Waits a little; says whether there is time left. */
    private boolean await(long end, SelectionKey key, int operation) throws IOException {
        reads.interestOps(0);
        writes.interestOps(0);
        key.interestOps(operation);
        selector.select(50);
        selector.selectedKeys().clear();
        return System.nanoTime() < end;
    }

    @Override
    public void close() {
        failed = true;
        Channels.close(before);
        Channels.close(after);
        Channels.close(selector);
    }
}
