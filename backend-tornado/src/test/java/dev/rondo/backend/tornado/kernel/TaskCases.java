package dev.rondo.backend.tornado.kernel;

import dev.rondo.array.DType;
import dev.rondo.backend.tornado.schedule.Address;
import dev.rondo.backend.tornado.schedule.Area;
import dev.rondo.backend.tornado.schedule.Counter;
import dev.rondo.backend.tornado.schedule.ElementOp;
import dev.rondo.backend.tornado.schedule.Estimate;
import dev.rondo.backend.tornado.schedule.Fault;
import dev.rondo.backend.tornado.schedule.Part;
import dev.rondo.backend.tornado.schedule.Piece;
import dev.rondo.backend.tornado.schedule.Place;
import dev.rondo.backend.tornado.schedule.Task;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.CompareOp;
import dev.rondo.kernels.ReduceOp;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.Window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;

/** Random tasks of each kind. */
final class TaskCases {
    /** The functions of two floats that round. */
    static final List<BinaryOp> ARITHMETIC =
            List.of(BinaryOp.ADD, BinaryOp.SUB, BinaryOp.MUL, BinaryOp.DIV);

    /** The functions of a float. */
    static final List<UnaryOp> FUNCTIONS =
            Arrays.stream(UnaryOp.values()).filter(op -> op != UnaryOp.NOT).toList();

    private static final String ORIGIN = "test";

    private final Random random;
    private final RandomPieces pieces;

    TaskCases(long seed) {
        this.random = new Random(seed);
        this.pieces = new RandomPieces(random);
    }

    private double normal() {
        return random.nextGaussian();
    }

    private DType anyFloat() {
        return random.nextBoolean() ? DType.F32 : DType.F64;
    }

    /** Several pieces of any operations whose results are exact. */
    TaskCase pointwise() {
        TestMemory memory = new TestMemory(random, pieces::exact);
        List<Piece> several = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            several.add(pieces.piece(memory));
        }
        return new TaskCase(new Task.Pointwise(ORIGIN, several), memory.buffers(), 0);
    }

    /** One function of floats that rounds, over numbers of all sizes. */
    TaskCase rounding(BinaryOp op) {
        DType t = anyFloat();
        TestMemory memory = new TestMemory(random, this::normal);
        List<Integer> dims = pieces.dims();
        List<ElementOp> operations =
                List.of(
                        new ElementOp.Load(memory.source(t, dims)),
                        new ElementOp.Load(memory.source(t, dims)),
                        new ElementOp.Binary(op, t, 0, 1));
        Piece piece =
                new Piece(dims, operations, List.of(new Piece.Store(memory.target(t, dims), 2)));
        return new TaskCase(
                new Task.Pointwise(ORIGIN, List.of(piece)),
                memory.buffers(),
                t == DType.F32 ? 3e-7 : 0);
    }

    /** Random bits with any key. */
    TaskCase bits() {
        TestMemory memory = new TestMemory(random, pieces::exact);
        List<Integer> dims = pieces.dims();
        Place key = memory.source(DType.I32, List.of(3), random::nextInt);
        int size = dims.stream().reduce(1, Math::multiplyExact);
        List<ElementOp> operations =
                List.of(
                        new ElementOp.Coordinate(1, size),
                        new ElementOp.Constant(DType.I32, random.nextInt(100)),
                        new ElementOp.Binary(BinaryOp.ADD, DType.I32, 0, 1),
                        new ElementOp.Bits(key, random.nextInt(), 2));
        Place to = memory.target(DType.I32, dims);
        Piece piece = new Piece(dims, operations, List.of(new Piece.Store(to, 3)));
        return new TaskCase(new Task.Pointwise(ORIGIN, List.of(piece)), memory.buffers(), 0);
    }

    /** Behind another piece a small one whose positions are compared and looked at bit by bit. */
    TaskCase smallPiece() {
        TestMemory memory = new TestMemory(random, pieces::exact);
        List<Integer> three = List.of(3);
        ElementOp one = new ElementOp.Constant(DType.F32, 1);
        var first = new Piece.Store(memory.target(DType.F32, three), 0);
        List<Integer> two = List.of(2);
        Place key = memory.source(DType.I32, three, random::nextInt);
        List<ElementOp> operations =
                List.of(
                        new ElementOp.Coordinate(1, 2),
                        new ElementOp.Constant(DType.I32, 2),
                        new ElementOp.Compare(CompareOp.LT, 0, 1),
                        new ElementOp.Bits(key, random.nextInt(), 0));
        List<Piece.Store> stores =
                List.of(
                        new Piece.Store(memory.target(DType.BOOL, two), 2),
                        new Piece.Store(memory.target(DType.I32, two), 3));
        List<Piece> both =
                List.of(
                        new Piece(three, List.of(one), List.of(first)),
                        new Piece(two, operations, stores));
        return new TaskCase(new Task.Pointwise(ORIGIN, both), memory.buffers(), 0);
    }

    /** Rows of a table; at most one index lies outside. */
    TaskCase gather() {
        TestMemory memory = new TestMemory(random, this::normal);
        DType t = pieces.any(List.of(DType.values()));
        int rows = 1 + random.nextInt(6);
        int width = 1 + random.nextInt(6);
        int n = 1 + random.nextInt(10);
        Place table = memory.target(t, List.of(rows, width));
        Place indices = indices(memory, n, rows);
        Place rowZero =
                new Place(
                        table.arena(),
                        t,
                        table.address(),
                        List.of(n, width),
                        List.of(0, table.strides().get(1)));
        Place spread =
                new Place(
                        indices.arena(),
                        DType.I32,
                        indices.address(),
                        List.of(n, width),
                        List.of(indices.strides().getFirst(), 0));
        List<ElementOp> operations =
                List.of(
                        new ElementOp.Load(spread),
                        new ElementOp.Coordinate(width, n),
                        new ElementOp.Pick(
                                rowZero,
                                0,
                                table.strides().getFirst(),
                                rows,
                                1,
                                new Fault.Outside(0, ORIGIN, rows)));
        List<Integer> dims = List.of(n, width);
        Piece piece =
                new Piece(dims, operations, List.of(new Piece.Store(memory.target(t, dims), 2)));
        return new TaskCase(new Task.Pointwise(ORIGIN, List.of(piece)), memory.buffers(), 0);
    }

    /** Indices of rows, of which at most one lies outside. */
    private Place indices(TestMemory memory, int n, int rows) {
        int bad = random.nextInt(3) == 0 ? random.nextInt(2 * n) : -1;
        int outside = random.nextBoolean() ? rows : -1 - random.nextInt(3);
        int[] next = {0};
        return memory.apart(
                DType.I32, List.of(n), () -> next[0]++ == bad ? outside : random.nextInt(rows));
    }

    /** Watches floats of which some are not finite. */
    TaskCase watch() {
        TestMemory memory =
                new TestMemory(random, random.nextBoolean() ? pieces::exact : this::normal);
        DType t = anyFloat();
        List<Integer> dims = pieces.dims();
        List<ElementOp> operations =
                List.of(
                        new ElementOp.Load(memory.source(t, dims)),
                        new ElementOp.Watch(t, 0, new Fault.NotFinite(0, ORIGIN, 3)),
                        new ElementOp.Watch(t, 1, new Fault.NotFinite(0, ORIGIN, 4)));
        Piece piece =
                new Piece(dims, operations, List.of(new Piece.Store(memory.target(t, dims), 2)));
        return new TaskCase(new Task.Pointwise(ORIGIN, List.of(piece)), memory.buffers(), 0);
    }

    /** A reduction of something computed. */
    TaskCase reduce() {
        ReduceOp op = pieces.any(List.of(ReduceOp.values()));
        DType t =
                op == ReduceOp.SUM
                        ? pieces.any(List.of(DType.F32, DType.F64, DType.I32))
                        : pieces.any(List.of(DType.values()));
        boolean sumsFloats = op == ReduceOp.SUM && TaskCase.isFloat(t);
        DoubleSupplier numbers = sumsFloats ? this::normal : pieces::exact;
        TestMemory memory = new TestMemory(random, numbers);
        return new TaskCase(reduction(memory, op, t), memory.buffers(), sumsFloats ? 1e-4 : 0);
    }

    private Task reduction(TestMemory memory, ReduceOp op, DType t) {
        List<Integer> dims = new ArrayList<>(pieces.dims());
        int kept = random.nextInt(dims.size() + 1);
        int length = random.nextInt(4) == 0 ? random.nextInt(2) : 1 + random.nextInt(300);
        dims.add(length);
        if (random.nextBoolean()) {
            dims.add(1 + random.nextInt(3));
        }
        List<ElementOp> operations = new ArrayList<>();
        operations.add(new ElementOp.Load(memory.source(t, dims)));
        operations.add(new ElementOp.Load(memory.source(t, dims)));
        BinaryOp combine = t == DType.BOOL ? BinaryOp.OR : BinaryOp.MAX;
        operations.add(new ElementOp.Binary(combine, t, 0, 1));
        operations.add(new ElementOp.Coordinate(1, 7));
        operations.add(new ElementOp.Cast(t, 3));
        BinaryOp more = t == DType.BOOL ? BinaryOp.AND : BinaryOp.ADD;
        operations.add(new ElementOp.Binary(more, t, 2, 4));
        Place output = memory.target(t, dims.subList(0, kept));
        return new Task.Reduce(ORIGIN, op, dims, kept, operations, 5, output);
    }

    /** A product of matrices of extents up to a limit. */
    TaskCase matmul(int most) {
        DType t = anyFloat();
        TestMemory memory = new TestMemory(random, this::normal);
        int b = 1 + random.nextInt(3);
        int m = 1 + random.nextInt(most);
        int n = 1 + random.nextInt(most);
        int k = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(most);
        Task task = product(memory, t, b, m, n, k);
        return new TaskCase(task, memory.buffers(), t == DType.F32 ? 1e-4 : 1e-12);
    }

    /** A convolution with any windows, that reach out of the image or not at all into it. */
    TaskCase convolution() {
        DType t = anyFloat();
        TestMemory memory = new TestMemory(random, this::normal);
        int b = 1 + random.nextInt(3);
        int groups = 1 + random.nextInt(3);
        int channels = 1 + random.nextInt(3);
        int results = groups * (1 + random.nextInt(3));
        Window rows = window();
        Window columns = window();
        Task task =
                new Task.Convolution(
                        ORIGIN,
                        memory.source(
                                t,
                                List.of(
                                        b,
                                        1 + random.nextInt(6),
                                        1 + random.nextInt(6),
                                        groups * channels)),
                        memory.source(
                                t,
                                List.of(
                                        results,
                                        1 + random.nextInt(4),
                                        1 + random.nextInt(4),
                                        channels)),
                        rows,
                        columns,
                        groups,
                        memory.target(t, List.of(b, rows.extent(), columns.extent(), results)));
        return new TaskCase(task, memory.buffers(), t == DType.F32 ? 1e-4 : 1e-12);
    }

    private Window window() {
        return new Window(
                1 + random.nextInt(6),
                (1 + random.nextInt(3)) * (random.nextBoolean() ? 1 : -1),
                (1 + random.nextInt(3)) * (random.nextBoolean() ? 1 : -1),
                random.nextInt(9) - 4,
                1 + random.nextInt(3));
    }

    /** Products of which each is large enough for another tile, and the tiles end beyond it. */
    static List<TaskCase> tiles() {
        return List.of(
                new TaskCases(1).matmul(DType.F32, 1, 12 * 128 - 3, 11 * 128 + 5, 37),
                new TaskCases(2).matmul(DType.F32, 2, 8 * 64 - 3, 8 * 64 + 5, 37),
                new TaskCases(3).matmul(DType.F64, 2, 8 * 64 - 3, 8 * 64 + 5, 64));
    }

    private TaskCase matmul(DType t, int b, int m, int n, int k) {
        TestMemory memory = new TestMemory(random, this::normal);
        Task task = product(memory, t, b, m, n, k);
        return new TaskCase(task, memory.buffers(), t == DType.F32 ? 1e-4 : 1e-12);
    }

    private static Task product(TestMemory memory, DType t, int b, int m, int n, int k) {
        return new Task.MatMul(
                ORIGIN,
                memory.source(t, List.of(b, m, k)),
                memory.source(t, List.of(b, k, n)),
                memory.target(t, List.of(b, m, n)));
    }

    /** Tasks of every kind side by side, on numbers whose sums and products are exact. */
    TaskCase beside() {
        TestMemory memory = new TestMemory(random, () -> random.nextInt(7) - 3);
        List<Task> parts = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(4); i++) {
            parts.add(random.nextInt(3) == 0 ? forEach(memory) : part(memory));
        }
        return new TaskCase(new Task.Beside(ORIGIN, parts), memory.buffers(), 0);
    }

    /** The same for several members, on numbers whose sums and products are exact. */
    TaskCase forEach() {
        TestMemory memory = new TestMemory(random, () -> random.nextInt(7) - 3);
        return new TaskCase(forEach(memory), memory.buffers(), 0);
    }

    /** The same product of matrices by tiles for several members. */
    TaskCase forEachProduct() {
        DType t = anyFloat();
        TestMemory memory = new TestMemory(random, () -> random.nextInt(7) - 3);
        Counter member = memory.counter();
        int m = 32 + random.nextInt(50);
        int n = 32 + random.nextInt(50);
        Task work = memory.forEach(member, () -> product(memory, t, 1, m, n, 32));
        Task task = new Task.ForEach(ORIGIN, work, member, TestMemory.MEMBERS);
        return new TaskCase(task, memory.buffers(), 0);
    }

    private Task forEach(TestMemory memory) {
        Counter member = memory.counter();
        Task work = memory.forEach(member, () -> part(memory));
        return new Task.ForEach(ORIGIN, work, member, TestMemory.MEMBERS);
    }

    private Task part(TestMemory memory) {
        DType t = anyFloat();
        return switch (random.nextInt(3)) {
            case 0 -> new Task.Pointwise(ORIGIN, List.of(pieces.piece(memory)));
            case 1 -> reduction(memory, pieces.any(List.of(ReduceOp.values())), t);
            default ->
                    product(
                            memory,
                            t,
                            1 + random.nextInt(2),
                            1 + random.nextInt(9),
                            1 + random.nextInt(9),
                            random.nextInt(9));
        };
    }

    /** Tasks of which each takes what the one before wrote, other items of it. */
    TaskCase inTurn() {
        DType t = anyFloat();
        TestMemory memory = new TestMemory(random, () -> random.nextInt(7) - 3);
        int m = 1 + random.nextInt(20);
        int n = 1 + random.nextInt(20);
        Place first = any(memory, t, m * n);
        Place second = any(memory, t, m * n);
        Place sums = any(memory, t, m);
        Place square = any(memory, t, m * m);
        Task add =
                each(
                        List.of(m * n),
                        List.of(
                                new ElementOp.Load(first),
                                new ElementOp.Binary(BinaryOp.ADD, t, 0, 0)),
                        second);
        Task turn =
                each(
                        List.of(m, n),
                        List.of(new ElementOp.Load(seen(second, List.of(m, n), List.of(1, m)))),
                        seen(first, List.of(m, n), List.of(n, 1)));
        Task sum =
                new Task.Reduce(
                        ORIGIN,
                        ReduceOp.SUM,
                        List.of(m, n),
                        1,
                        List.of(new ElementOp.Load(seen(first, List.of(m, n), List.of(n, 1)))),
                        0,
                        sums);
        Task product =
                new Task.MatMul(
                        ORIGIN,
                        seen(first, List.of(1, m, n), List.of(0, n, 1)),
                        seen(second, List.of(1, n, m), List.of(0, m, 1)),
                        seen(square, List.of(1, m, m), List.of(0, m, 1)));
        Task spread =
                each(
                        List.of(m, n),
                        List.of(
                                new ElementOp.Load(seen(sums, List.of(m, n), List.of(1, 0))),
                                new ElementOp.Load(seen(square, List.of(m, n), List.of(m, 0))),
                                new ElementOp.Binary(BinaryOp.SUB, t, 0, 1)),
                        seen(second, List.of(m, n), List.of(n, 1)));
        Task beside = new Task.Beside(ORIGIN, List.of(sum, product));
        Task all = new Task.InTurn(ORIGIN, List.of(add, turn, beside, spread));
        return new TaskCase(all, memory.buffers(), 0);
    }

    /**
     * All steps of a small recurrence on whole numbers, h ← clamp(h·W + x − max h), with several
     * groups, in either direction.
     */
    TaskCase steps() {
        return steps(1 + random.nextInt(3), false);
    }

    /**
     * Such a loop of one group, after a task that sets its first state and before one that takes
     * other items of its last states, and its counter.
     */
    TaskCase stepsInTurn() {
        return steps(1, true);
    }

    private TaskCase steps(int groups, boolean inTurn) {
        DType t = anyFloat();
        TestMemory memory = new TestMemory(random, () -> random.nextInt(7) - 3);
        Counter counter = new Counter(0);
        boolean reverse = random.nextBoolean();
        int length = 1 + random.nextInt(6);
        int b = groups * (1 + random.nextInt(5));
        int h = 1 + random.nextInt(random.nextInt(4) == 0 ? 150 : 12);
        Place weights = memory.vector(Area.INPUTS, t, h * h, () -> random.nextInt(3) - 1);
        Place pair = any(memory, t, 2 * b * h);
        Place sums = any(memory, t, b * h);
        Place largest = any(memory, t, b);
        Place xs = stack(any(memory, t, length * b * h), b * h, counter);
        Place all = stack(any(memory, t, length * b * h), b * h, counter);
        Place before = half(pair, b * h, 0, counter);
        Place after = half(pair, b * h, 1, counter);
        List<Integer> rows = List.of(b, h);
        List<Integer> next = List.of(h, 1);
        Task product =
                new Task.MatMul(
                        ORIGIN,
                        seen(before, List.of(1, b, h), List.of(0, h, 1)),
                        seen(weights, List.of(1, h, h), List.of(0, 1, h)),
                        seen(sums, List.of(1, b, h), List.of(0, h, 1)));
        Task most =
                new Task.Reduce(
                        ORIGIN,
                        ReduceOp.MAX,
                        rows,
                        1,
                        List.of(new ElementOp.Load(seen(before, rows, next))),
                        0,
                        largest);
        List<ElementOp> operations =
                List.of(
                        new ElementOp.Load(seen(sums, rows, next)),
                        new ElementOp.Load(seen(xs, rows, next)),
                        new ElementOp.Load(seen(largest, rows, List.of(1, 0))),
                        new ElementOp.Binary(BinaryOp.ADD, t, 0, 1),
                        new ElementOp.Binary(BinaryOp.SUB, t, 3, 2),
                        new ElementOp.Constant(t, 5),
                        new ElementOp.Binary(BinaryOp.MIN, t, 4, 5),
                        new ElementOp.Constant(t, -5),
                        new ElementOp.Binary(BinaryOp.MAX, t, 6, 7));
        Piece step =
                new Piece(
                        rows,
                        operations,
                        List.of(
                                new Piece.Store(seen(after, rows, next), 8),
                                new Piece.Store(seen(all, rows, next), 8)));
        Counter member = new Counter(1);
        Place copies = any(memory, t, TestMemory.MEMBERS * b * h);
        List<ElementOp> kept =
                List.of(
                        new ElementOp.Load(seen(sums, rows, next)),
                        new ElementOp.Count(member),
                        new ElementOp.Cast(t, 1),
                        new ElementOp.Binary(BinaryOp.ADD, t, 0, 2));
        Task keep =
                new Task.ForEach(
                        ORIGIN,
                        each(rows, kept, seen(stack(copies, b * h, member), rows, next)),
                        member,
                        TestMemory.MEMBERS);
        Place tallies = any(memory, t, TestMemory.MEMBERS * b);
        Task tally =
                new Task.ForEach(
                        ORIGIN,
                        new Task.Reduce(
                                ORIGIN,
                                ReduceOp.SUM,
                                rows,
                                1,
                                kept,
                                3,
                                seen(stack(tallies, b, member), List.of(b), List.of(1))),
                        member,
                        TestMemory.MEMBERS);
        int count = random.nextInt(length + 1);
        Place given = memory.vector(Area.INPUTS, DType.I32, 1, () -> count);
        Part.Trips trips =
                random.nextBoolean() ? new Part.Trips.Always(length) : new Part.Trips.Given(given);
        Task task =
                new Task.Steps(
                        ORIGIN,
                        length,
                        trips,
                        counter,
                        reverse,
                        groups,
                        new Estimate(0, 1),
                        List.of(
                                new Task.Beside(ORIGIN, List.of(product, most)),
                                new Task.Beside(
                                        ORIGIN,
                                        List.of(
                                                new Task.Pointwise(ORIGIN, List.of(step)),
                                                keep,
                                                tally))));
        if (!inTurn) {
            return new TaskCase(task, memory.buffers(), 0);
        }
        Task begin =
                each(
                        List.of(2 * b * h),
                        List.of(
                                new ElementOp.Load(any(memory, t, 2 * b * h)),
                                new ElementOp.Binary(BinaryOp.ADD, t, 0, 0)),
                        pair);
        Task end =
                each(
                        List.of(h, 2 * b),
                        List.of(
                                new ElementOp.Load(seen(pair, List.of(h, 2 * b), List.of(1, h))),
                                new ElementOp.Count(counter),
                                new ElementOp.Cast(t, 1),
                                new ElementOp.Binary(BinaryOp.ADD, t, 0, 2)),
                        seen(any(memory, t, 2 * b * h), List.of(h, 2 * b), List.of(2 * b, 1)));
        Task turns = new Task.InTurn(ORIGIN, List.of(begin, task, end));
        return new TaskCase(turns, memory.buffers(), 0);
    }

    private static Place stack(Place whole, int row, Counter counter) {
        Address address = whole.address().plus(new Address.Term.Row(row, counter));
        return new Place(whole.arena(), whole.dtype(), address, whole.dims(), whole.strides());
    }

    private static Place half(Place pair, int size, int phase, Counter counter) {
        Address address = pair.address().plus(new Address.Term.Half(size, phase, counter));
        return new Place(pair.arena(), pair.dtype(), address, pair.dims(), pair.strides());
    }

    private Place any(TestMemory memory, DType t, int size) {
        return memory.vector(Area.WORK, t, size, () -> random.nextInt(7) - 3);
    }

    private static Place seen(Place whole, List<Integer> dims, List<Integer> strides) {
        return new Place(whole.arena(), whole.dtype(), whole.address(), dims, strides);
    }

    private static Task each(List<Integer> dims, List<ElementOp> operations, Place to) {
        Piece.Store store = new Piece.Store(to, operations.size() - 1);
        return new Task.Pointwise(ORIGIN, List.of(new Piece(dims, operations, List.of(store))));
    }

    /** Updates added to a table; at most one index lies outside. */
    TaskCase scatter() {
        DType t = anyFloat();
        TestMemory memory = new TestMemory(random, this::normal);
        int rows = 1 + random.nextInt(random.nextBoolean() ? 4 : 30);
        int width = 1 + random.nextInt(70);
        int n = 1 + random.nextInt(20);
        Place indices = indices(memory, n, rows);
        Task task =
                new Task.ScatterAdd(
                        ORIGIN,
                        memory.source(t, List.of(n, width)),
                        indices,
                        memory.target(t, List.of(rows, width)),
                        new Fault.Outside(0, ORIGIN, rows));
        return new TaskCase(task, memory.buffers(), 0);
    }

    /** Names some arenas. */
    TaskCase touch() {
        TestMemory memory = new TestMemory(random, this::normal);
        List<Place> places =
                List.of(
                        memory.target(DType.F32, List.of(3)),
                        memory.target(DType.F64, List.of(3)),
                        memory.target(DType.I32, List.of(3)));
        Task task = new Task.Touch(ORIGIN, places.stream().map(Place::arena).distinct().toList());
        return new TaskCase(task, memory.buffers(), 0);
    }

    /** One function applied to certain numbers. */
    static TaskCase function(UnaryOp op, DType t, double[] numbers, double tolerance) {
        int[] next = {0};
        TestMemory memory = new TestMemory(new Random(1), () -> 0);
        List<Integer> dims = List.of(numbers.length);
        Place from = memory.vector(Area.INPUTS, t, numbers.length, () -> numbers[next[0]++]);
        Place to = memory.vector(Area.OUTPUTS, t, numbers.length, () -> 0);
        List<ElementOp> operations =
                List.of(new ElementOp.Load(from), new ElementOp.Unary(op, t, 0));
        Piece piece = new Piece(dims, operations, List.of(new Piece.Store(to, 1)));
        return new TaskCase(
                new Task.Pointwise(ORIGIN, List.of(piece)), memory.buffers(), tolerance);
    }
}
