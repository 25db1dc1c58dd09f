package dev.rondo.models.training;

import dev.rondo.array.Array;
import dev.rondo.array.Buffer;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.collective.AllReduce;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Variable;
import dev.rondo.internal.Names;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/**
 * A member of a group that trains together. Each runs the entry on its blocks of every batch; the
 * gradients that they added up are added over all, and each makes the same update. What one member
 * decides by its clock or its user, all learn with the gradients, and do.
 *
 * <p>A message is what was added up, and then the wishes. Where the order of additions is a {@link
 * Tree}, it holds the sums of the parts one after the other. In the places of others a member has
 * −0, which changes no bit of a sum.
 */
final class Together {
    private static final double NEUTRAL = -0.0;

    /** Stop, end, save, and the learning rate. */
    private static final int WISHES = 4;

    private final Trainer trainer;
    private final AllReduce group;
    private final Blocks blocks;

    /** What single members add up; empty where ranks are added in order. */
    private final List<Tree.Part> parts;

    private final Map<Variable, Array> sums = new LinkedHashMap<>();
    private final int length;
    private final Buffer message;
    private Wishes agreed = Wishes.NONE;
    private double rate;

    /**
     * A member.
     *
     * @param entry adds up gradients
     * @param update takes what was added up
     */
    Together(Trainer trainer, Entry entry, Entry update) {
        this.trainer = trainer;
        group = trainer.group.orElseThrow();
        int size = group.size();
        if (trainer.blocks > 0 && trainer.blocks < size) {
            throw new IllegalArgumentException(
                    trainer.blocks
                            + " blocks of a batch cannot be divided among "
                            + size
                            + " members of a group");
        }
        blocks = Blocks.of(trainer.blocks == 0 ? size : trainer.blocks, group.rank(), size);
        parts = trainer.blocks == 0 ? List.of() : Tree.parts(trainer.blocks, size);
        DType dtype = trainer.program.dtype();
        for (Variable v : entry.assignments().keySet()) {
            if (update.assignments().containsKey(v)) {
                sums.put(v, Array.zeros(v.dtype(dtype), v.shape()));
            }
        }
        checkOthers(entry);
        length = 2 + sums.values().stream().mapToInt(Array::size).reduce(0, Math::addExact);
        int all = Math.multiplyExact(Math.max(1, parts.size()), length);
        message = Buffer.allocate(dtype, Math.addExact(all, WISHES + size));
    }

    /** The blocks of this member. */
    Blocks blocks() {
        return blocks;
    }

    /** Whether this is the member that evaluates and saves. */
    boolean isFirst() {
        return group.rank() == 0;
    }

    /** The learning rate of the last update: that of the first member, whose clock may matter. */
    double rate() {
        return rate;
    }

    /** What at least one member wished at the last update. */
    Wishes agreed() {
        return agreed;
    }

    private void checkOthers(Entry entry) {
        List<String> others =
                entry.assignments().keySet().stream()
                        .filter(v -> !sums.containsKey(v))
                        .map(Variable::name)
                        .toList();
        if (!others.isEmpty()) {
            throw new IllegalArgumentException(
                    "entry '"
                            + trainer.entryName
                            + "' cannot be trained by a group: besides gradients it changes ["
                            + Names.some(others)
                            + "], which each member would change by its own rows");
        }
    }

    // ---- sums

    /**
     * Adds up the gradients of all blocks of all members in the variables for them.
     *
     * @param run runs a block, whose gradients are then in these variables
     * @param ownRate the learning rate that this member would take
     * @param wishes of this member
     * @return the loss over all blocks
     * @throws DivergenceException when a member met a value that is not finite
     */
    MeanLoss sum(long step, double ownRate, IntFunction<MeanLoss> run, Supplier<Wishes> wishes) {
        fill(NEUTRAL);
        Optional<DivergenceException> diverged = Optional.empty();
        try {
            addOwn(run);
        } catch (DivergenceException e) {
            diverged = Optional.of(e);
        }
        int at = message.size() - WISHES - group.size();
        Wishes own = wishes.get();
        message.set(at, own.stop() ? 1 : 0);
        message.set(at + 1, own.end() ? 1 : 0);
        message.set(at + 2, own.save() ? 1 : 0);
        if (isFirst()) {
            message.set(at + 3, ownRate);
        }
        message.set(at + WISHES + group.rank(), diverged.isPresent() ? 1 : 0);
        switch (message) {
            case Buffer.F32 m -> group.sum(m.values());
            case Buffer.F64 m -> group.sum(m.values());
            default -> throw new AssertionError(message.dtype());
        }
        rate = message.get(at + 3);
        agreed = new Wishes(message.get(at) > 0, message.get(at + 1) > 0, message.get(at + 2) > 0);
        for (int rank = 0; rank < group.size(); rank++) {
            if (message.get(at + WISHES + rank) > 0) {
                sums.forEach(this::clear);
                int other = rank;
                throw diverged.orElseGet(
                        () -> new DivergenceException(step + 1, other, trainer.lastCheckpoint));
            }
        }
        if (!parts.isEmpty()) {
            combine(new Tree.Part(0, blocks.count()));
        }
        return writeSums();
    }

    private void fill(double value) {
        switch (message) {
            case Buffer.F32 m -> Arrays.fill(m.values(), (float) value);
            case Buffer.F64 m -> Arrays.fill(m.values(), value);
            default -> throw new AssertionError(message.dtype());
        }
    }

    private void addOwn(IntFunction<MeanLoss> run) {
        if (parts.isEmpty()) {
            read(run.apply(blocks.from()), message);
        }
        for (int i = 0; i < parts.size(); i++) {
            Tree.Part part = parts.get(i);
            if (part.from() >= blocks.from() && part.to() <= blocks.to()) {
                Buffer.copy(sum(part, run), 0, message, i * length, length);
            }
        }
    }

    private Buffer sum(Tree.Part part, IntFunction<MeanLoss> run) {
        if (part.isBlock()) {
            Buffer sum = Buffer.allocate(message.dtype(), length);
            read(run.apply(part.from()), sum);
            sums.forEach(this::clear);
            return sum;
        }
        Buffer left = sum(part.left(), run);
        add(left, 0, sum(part.right(), run), 0);
        return left;
    }

    private void clear(Variable variable, Array scratch) {
        trainer.executable.write(variable.name(), Array.zeros(scratch.dtype(), scratch.shape()));
    }

    /** Puts what was added up in the variables, and a loss, at the beginning of a buffer. */
    private void read(MeanLoss loss, Buffer to) {
        int at = 0;
        for (Variable v : sums.keySet()) {
            Array value = trainer.executable.read(v.name());
            if (value.dtype() == to.dtype()) {
                Buffer.copy(value.buffer(), 0, to, at, value.size());
            } else {
                for (int i = 0; i < value.size(); i++) {
                    to.set(at + i, value.get(i));
                }
            }
            at += value.size();
        }
        to.set(at, loss.sum());
        to.set(at + 1, loss.weight());
    }

    private void add(Buffer to, int at, Buffer from, int fromAt) {
        switch (to) {
            case Buffer.F32(float[] a) -> {
                float[] b = ((Buffer.F32) from).values();
                for (int i = 0; i < length; i++) {
                    a[at + i] += b[fromAt + i];
                }
            }
            case Buffer.F64(double[] a) -> {
                double[] b = ((Buffer.F64) from).values();
                for (int i = 0; i < length; i++) {
                    a[at + i] += b[fromAt + i];
                }
            }
            default -> throw new AssertionError(to.dtype());
        }
    }

    /** Adds up the message under a part; returns where the sum lies. */
    private int combine(Tree.Part part) {
        int known = parts.indexOf(part);
        if (known >= 0) {
            return known * length;
        }
        int left = combine(part.left());
        add(message, left, message, combine(part.right()));
        return left;
    }

    /** Writes the sums at the beginning of the message to the variables. */
    private MeanLoss writeSums() {
        int at = 0;
        for (Map.Entry<Variable, Array> e : sums.entrySet()) {
            Array value = e.getValue();
            if (value.dtype() == message.dtype()) {
                Buffer.copy(message, at, value.buffer(), 0, value.size());
            } else {
                for (int i = 0; i < value.size(); i++) {
                    value.set(i, message.get(at + i));
                }
            }
            trainer.executable.write(e.getKey().name(), value);
            at += value.size();
        }
        return new MeanLoss(message.get(at), message.get(at + 1));
    }

    // ---- what all must have

    /**
     * Checks that all members have the same variables.
     *
     * @throws IllegalStateException when one has not, with its rank
     */
    void checkSame(long step) {
        double[] marks = neutral(group.size());
        marks[group.rank()] = mark(step);
        group.sum(marks);
        for (int rank = 1; rank < marks.length; rank++) {
            if (marks[rank] != marks[0]) {
                throw new IllegalStateException(
                        "rank "
                                + rank
                                + " of the group has other variables at step "
                                + step
                                + " than rank 0; all must begin with the same program, seed and"
                                + " checkpoint");
            }
        }
    }

    private double mark(long step) {
        CRC32C crc = new CRC32C();
        crc.update(Long.toString(step).getBytes(StandardCharsets.UTF_8));
        ByteBuffer bits = ByteBuffer.allocate(1 << 16);
        new TreeMap<>(trainer.executable.variables())
                .forEach(
                        (name, value) -> {
                            crc.update(name.getBytes(StandardCharsets.UTF_8));
                            for (int i = 0; i < value.size(); i++) {
                                if (!bits.hasRemaining()) {
                                    crc.update(bits.flip());
                                    bits.clear();
                                }
                                bits.putDouble(value.get(i));
                            }
                            crc.update(bits.flip());
                            bits.clear();
                        });
        return crc.getValue();
    }

    /** What is carried for the rows of all blocks, which are those of the first axis. */
    Map<String, Array> carried(List<Carry> own) {
        Map<String, Array> whole = new LinkedHashMap<>();
        own.getFirst()
                .values()
                .forEach(
                        (name, first) -> {
                            int size = first.size();
                            double[] all = neutral(Math.multiplyExact(size, blocks.count()));
                            for (int i = 0; i < own.size(); i++) {
                                double[] values = own.get(i).values().get(name).toDoubles();
                                System.arraycopy(values, 0, all, (blocks.from() + i) * size, size);
                            }
                            group.sum(all);
                            Shape shape = first.shape();
                            int rows = Math.multiplyExact(shape.dim(0), blocks.count());
                            int[] dims = shape.with(0, rows).dims();
                            whole.put(name, Array.of(all, dims).cast(first.dtype()));
                        });
        return whole;
    }

    /**
     * Tells all what the first member measured.
     *
     * @param measured of the first member; empty when it gave up
     */
    Optional<Map<String, Double>> share(Optional<Map<String, Double>> measured) {
        double[] values = neutral(2);
        if (isFirst()) {
            values[0] = measured.isPresent() ? 1 : 0;
            values[1] = measured.map(m -> m.getOrDefault(trainer.metric, 0.0)).orElse(0.0);
        }
        group.sum(values);
        if (isFirst() || values[0] == 0) {
            return measured;
        }
        return Optional.of(Map.of(trainer.metric, values[1]));
    }

    private static double[] neutral(int size) {
        double[] values = new double[size];
        Arrays.fill(values, NEUTRAL);
        return values;
    }
}
