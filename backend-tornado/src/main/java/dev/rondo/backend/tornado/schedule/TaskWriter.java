package dev.rondo.backend.tornado.schedule;

import dev.rondo.array.DType;
import dev.rondo.backend.tornado.schedule.Draft.Put;
import dev.rondo.backend.tornado.schedule.Draft.Sheet;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** Writes single drafts as tasks on places. */
final class TaskWriter {
    private final Origins origins;
    private final ToIntFunction<Storage> offsets;

    /**
     * For drafts with these places.
     *
     * @param offsets where the storages begin that get memory by lifetime
     */
    TaskWriter(Origins origins, ToIntFunction<Storage> offsets) {
        this.origins = origins;
        this.offsets = offsets;
    }

    /**
     * The task that a draft becomes by itself. The sheets of elementwise work become tasks each.
     */
    List<Task> tasks(Draft d) {
        return d instanceof Draft.Point p
                ? p.sheets().stream().map(this::task).toList()
                : List.of(task(d));
    }

    private Task task(Sheet s) {
        return new Task.Pointwise(s.node().describe(), List.of(piece(s)));
    }

    private Task task(Draft d) {
        return switch (d) {
            case Draft.Fold f -> fold(f);
            case Draft.Product p ->
                    new Task.MatMul(
                            p.node().describe(), place(p.left()), place(p.right()), place(p.out()));
            case Draft.Convolution c ->
                    new Task.Convolution(
                            c.node().describe(),
                            place(c.image()),
                            place(c.kernel()),
                            c.op().rows(),
                            c.op().columns(),
                            c.op().groups(),
                            place(c.out()));
            case Draft.Scatter s ->
                    new Task.ScatterAdd(
                            s.node().describe(),
                            place(s.updates()),
                            place(s.indices()),
                            place(s.out()),
                            s.fault());
            case Draft.Point _, Draft.Beside _, Draft.InTurn _, Draft.Repeat _, Draft.Steps _ ->
                    throw new IllegalArgumentException("several tasks: " + d.nodes());
        };
    }

    private Piece piece(Sheet sheet) {
        List<Formula> roots = sheet.puts().stream().map(Put::value).toList();
        List<View> views = new ArrayList<>(leaves(roots));
        sheet.puts().forEach(p -> views.add(p.to()));
        View[] merged = View.merge(views.toArray(View[]::new));
        Map<View, View> images = new IdentityHashMap<>();
        for (int i = 0; i < merged.length; i++) {
            images.put(views.get(i), merged[i]);
        }
        int[] dims = merged[0].shape().dims();
        Numbering values = new Numbering(images, dims);
        List<Piece.Store> stores = new ArrayList<>();
        for (Put p : sheet.puts()) {
            stores.add(new Piece.Store(place(images.get(p.to())), values.add(p.value())));
        }
        return new Piece(list(dims), values.all(), stores);
    }

    private Task fold(Draft.Fold f) {
        List<View> views = leaves(List.of(f.value()));
        int rank = f.shape().rank();
        List<Integer> kept =
                IntStream.range(0, rank).filter(i -> !f.axes().contains(i)).boxed().toList();
        View whole = View.contiguous(Formula.NUMBERS, f.shape());
        View[] outer = merge(views, kept, whole, f.out());
        View[] inner = merge(views, f.axes(), whole, null);
        Map<View, View> images = new IdentityHashMap<>();
        for (int i = 0; i < views.size(); i++) {
            images.put(views.get(i), outer[i].join(inner[i]));
        }
        int[] dims = outer[views.size()].join(inner[views.size()]).shape().dims();
        Numbering values = new Numbering(images, dims);
        int value = values.add(f.value());
        View out = outer[outer.length - 1];
        return new Task.Reduce(
                f.node().describe(),
                f.op(),
                list(dims),
                out.rank(),
                values.all(),
                value,
                place(out));
    }

    /**
     * Merges some axes of all views, of a view with all extents, and of an output that has these
     * axes.
     */
    private static View[] merge(List<View> views, List<Integer> axes, View whole, View out) {
        List<View> some = new ArrayList<>();
        views.forEach(v -> some.add(v.axes(axes)));
        some.add(whole.axes(axes));
        if (out != null) {
            some.add(out);
        }
        return View.merge(some.toArray(View[]::new));
    }

    /** The views with the extents of the computation, each once. */
    private static List<View> leaves(List<Formula> roots) {
        Map<View, View> all = new IdentityHashMap<>();
        List<View> inOrder = new ArrayList<>();
        Formula.walk(
                roots,
                f -> {
                    View v =
                            switch (f) {
                                case Formula.Load l -> l.view();
                                case Formula.Position p -> p.view();
                                case Formula.Pick p -> p.row();
                                default -> null;
                            };
                    if (v != null && all.put(v, v) == null) {
                        inOrder.add(v);
                    }
                });
        return inOrder;
    }

    private static List<Integer> list(int[] values) {
        return IntStream.of(values).boxed().toList();
    }

    /** The place of a view. */
    Place place(View v) {
        return new Place(
                arena(v.storage()),
                v.dtype(),
                address(v.storage()).plus(v.shift()),
                list(v.shape().dims()),
                list(v.strides()));
    }

    private Arena arena(Storage s) {
        return origins.of(origins.base(s)) instanceof Origins.Origin.Fixed f
                ? f.arena()
                : Arena.of(Area.WORK, s.dtype());
    }

    private Address address(Storage s) {
        return switch (origins.of(s)) {
            case Origins.Origin.Owned _ -> Address.fixed(offsets.applyAsInt(s));
            case Origins.Origin.Fixed f -> Address.fixed(f.offset());
            case Origins.Origin.Row r ->
                    address(r.whole().storage())
                            .plus(r.whole().shift())
                            .plus(new Address.Term.Row(r.whole().stride(0), r.counter()));
            case Origins.Origin.Half h ->
                    address(h.pair()).plus(new Address.Term.Half(h.size(), h.phase(), h.counter()));
        };
    }

    /** Numbers the values of formulas. A formula that occurs twice is computed once. */
    private final class Numbering {
        private final Map<View, View> images;
        private final int[] dims;
        private final Map<ElementOp, Integer> numbers = new LinkedHashMap<>();
        private final Map<Formula, Integer> done = new IdentityHashMap<>();

        Numbering(Map<View, View> images, int[] dims) {
            this.images = images;
            this.dims = dims;
        }

        List<ElementOp> all() {
            return List.copyOf(numbers.keySet());
        }

        int add(Formula f) {
            Integer known = done.get(f);
            if (known == null) {
                known = number(f);
                done.put(f, known);
            }
            return known;
        }

        private int operation(ElementOp s) {
            return numbers.computeIfAbsent(s, _ -> numbers.size());
        }

        private int number(Formula f) {
            if (f instanceof Formula.Position p) {
                return position(images.get(p.view()));
            }
            int[] x = f.operands().stream().mapToInt(this::add).toArray();
            return operation(
                    switch (f) {
                        case Formula.Load l -> new ElementOp.Load(place(images.get(l.view())));
                        case Formula.Number n -> new ElementOp.Constant(n.type(), n.value());
                        case Formula.Count c -> new ElementOp.Count(c.counter());
                        case Formula.Unary u -> new ElementOp.Unary(u.op(), u.type(), x[0]);
                        case Formula.Binary b -> new ElementOp.Binary(b.op(), b.type(), x[0], x[1]);
                        case Formula.Compare c -> new ElementOp.Compare(c.op(), x[0], x[1]);
                        case Formula.Select s -> new ElementOp.Select(s.type(), x[0], x[1], x[2]);
                        case Formula.Cast c -> new ElementOp.Cast(c.type(), x[0]);
                        case Formula.Bits b -> new ElementOp.Bits(place(b.key()), b.site(), x[0]);
                        case Formula.Pick p ->
                                new ElementOp.Pick(
                                        place(images.get(p.row())),
                                        x[0],
                                        p.stride(),
                                        p.rows(),
                                        x[1],
                                        p.fault());
                        case Formula.Watch w -> new ElementOp.Watch(w.type(), x[0], w.fault());
                        case Formula.Position p -> throw new IllegalStateException("" + p);
                    });
        }

        /** Σ coordinate · stride + shift. */
        private int position(View v) {
            int sum = -1;
            int inner = 1;
            for (int axis = dims.length - 1; axis >= 0; axis--) {
                if (v.stride(axis) != 0 && dims[axis] != 1) {
                    int c = operation(new ElementOp.Coordinate(inner, dims[axis]));
                    int term = v.stride(axis) == 1 ? c : times(c, v.stride(axis));
                    sum = sum < 0 ? term : plus(sum, term);
                }
                inner *= Math.max(1, dims[axis]);
            }
            if (sum < 0) {
                return number(v.shift());
            }
            return v.shift() == 0 ? sum : plus(sum, number(v.shift()));
        }

        private int number(int value) {
            return operation(new ElementOp.Constant(DType.I32, value));
        }

        private int times(int a, int factor) {
            return integers(BinaryOp.MUL, a, number(factor));
        }

        private int plus(int a, int b) {
            return integers(BinaryOp.ADD, a, b);
        }

        private int integers(BinaryOp op, int a, int b) {
            return operation(new ElementOp.Binary(op, DType.I32, a, b));
        }
    }
}
