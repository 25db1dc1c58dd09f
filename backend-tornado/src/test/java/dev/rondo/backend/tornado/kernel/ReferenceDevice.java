package dev.rondo.backend.tornado.kernel;

import dev.rondo.array.Buffer;
import dev.rondo.array.DType;
import dev.rondo.backend.scalar.ScalarKernels;
import dev.rondo.backend.tornado.schedule.Address;
import dev.rondo.backend.tornado.schedule.Arena;
import dev.rondo.backend.tornado.schedule.Counter;
import dev.rondo.backend.tornado.schedule.ElementOp;
import dev.rondo.backend.tornado.schedule.Fault;
import dev.rondo.backend.tornado.schedule.Piece;
import dev.rondo.backend.tornado.schedule.Place;
import dev.rondo.backend.tornado.schedule.Task;
import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Does tasks with the kernels of the backend {@code scalar}, step by step on whole tensors. */
final class ReferenceDevice {
    private static final Kernels SCALAR = new ScalarKernels();

    private final Map<Arena, Buffer> memory;
    private final Map<Counter, Integer> members = new HashMap<>();

    ReferenceDevice(Map<Arena, Buffer> memory) {
        this.memory = memory;
    }

    void run(Task task) {
        switch (task) {
            case Task.Pointwise p -> p.pieces().forEach(this::piece);
            case Task.Reduce r -> reduce(r);
            case Task.MatMul m -> {
                View out = empty(m.output().dtype(), m.output().dims());
                SCALAR.matmul(load(m.left()), load(m.right()), out);
                store(out, m.output());
            }
            case Task.Convolution c -> {
                View out = empty(c.output().dtype(), c.output().dims());
                View image = load(c.image());
                View kernel = load(c.kernel());
                SCALAR.convolve(image, kernel, c.rows(), c.columns(), c.groups(), out);
                store(out, c.output());
            }
            case Task.ScatterAdd s -> scatter(s);
            case Task.Beside b -> b.parts().forEach(this::run);
            case Task.InTurn i -> i.turns().forEach(this::run);
            case Task.Steps s -> steps(s);
            case Task.ForEach f -> forEach(f);
            case Task.Touch _ -> {}
        }
    }

    private void steps(Task.Steps task) {
        Buffer counts = memory.get(Counter.ARENA);
        int cell = task.counter().cell();
        int n = task.trips().count(at -> (int) load(at).buffer().get(0));
        for (int i = 0; i < n; i++) {
            counts.set(cell, task.reverse() ? n - 1 - i : i);
            task.turns().forEach(this::run);
        }
        counts.set(cell, task.reverse() ? -1 : n);
    }

    private void forEach(Task.ForEach task) {
        for (int i = 0; i < task.members(); i++) {
            members.put(task.member(), i);
            run(task.work());
        }
        members.remove(task.member());
    }

    private void piece(Piece piece) {
        List<View> values = values(piece.operations(), piece.dims());
        for (Piece.Store s : piece.stores()) {
            store(values.get(s.value()), s.to());
        }
    }

    private void reduce(Task.Reduce task) {
        View x = values(task.operations(), task.dims()).get(task.value());
        View out = empty(task.output().dtype(), task.output().dims());
        SCALAR.reduce(task.function(), shaped(x, task.dims()), task.kept(), out);
        store(out, task.output());
    }

    private void scatter(Task.ScatterAdd task) {
        View updates = load(task.updates());
        View indices = load(task.indices());
        View out = load(task.output());
        int width = updates.dim(1);
        for (int i = 0; i < indices.size(); i++) {
            int row = (int) indices.buffer().get(i);
            if (row < 0 || row >= out.dim(0)) {
                raise(task.fault(), i, row);
                continue;
            }
            View update = new View(updates.storage(), i * width, new int[] {1, width}, rows(width));
            View index = new View(indices.storage(), i, new int[] {1}, new int[] {1});
            SCALAR.scatterAdd(update, index, out);
        }
        store(out, task.output());
    }

    private static int[] rows(int width) {
        return new int[] {width, 1};
    }

    private List<View> values(List<ElementOp> operations, List<Integer> dims) {
        List<View> values = new ArrayList<>();
        for (ElementOp s : operations) {
            values.add(value(s, values, dims));
        }
        return values;
    }

    private View value(ElementOp operation, List<View> values, List<Integer> dims) {
        View out = empty(operation.type(), dims);
        switch (operation) {
            case ElementOp.Load l -> SCALAR.move(load(l.place()), out);
            case ElementOp.Constant c -> fill(out, i -> c.value());
            case ElementOp.Coordinate c -> fill(out, i -> i / c.inner() % c.extent());
            case ElementOp.Count c -> fill(out, i -> counter(c.counter()));
            case ElementOp.Unary u -> SCALAR.unary(u.op(), values.get(u.x()), out);
            case ElementOp.Binary b ->
                    SCALAR.binary(b.op(), values.get(b.a()), values.get(b.b()), out);
            case ElementOp.Compare c ->
                    SCALAR.compare(c.op(), values.get(c.a()), values.get(c.b()), out);
            case ElementOp.Select s ->
                    SCALAR.select(
                            values.get(s.condition()), values.get(s.a()), values.get(s.b()), out);
            case ElementOp.Cast c -> SCALAR.cast(values.get(c.x()), out);
            case ElementOp.Bits b -> bits(b, values.get(b.position()), out);
            case ElementOp.Pick p -> pick(p, values, out, dims);
            case ElementOp.Watch w -> {
                View x = values.get(w.x());
                for (int i = 0; i < x.size(); i++) {
                    if (!Double.isFinite(x.buffer().get(i))
                            && memory.get(Fault.ARENA).get(w.fault().cell()) == 0) {
                        memory.get(Fault.ARENA).set(w.fault().cell(), w.fault().code());
                    }
                }
                SCALAR.move(x, out);
            }
        }
        return out;
    }

    private void bits(ElementOp.Bits bits, View positions, View out) {
        int most = 1;
        for (int i = 0; i < positions.size(); i++) {
            most = Math.max(most, (int) positions.buffer().get(i) + 1);
        }
        View all = empty(DType.I32, List.of(most));
        SCALAR.randomBits(load(bits.key()), bits.site(), all);
        fill(out, i -> all.buffer().get((int) positions.buffer().get(i)));
    }

    private void pick(ElementOp.Pick pick, List<View> values, View out, List<Integer> dims) {
        View rows = values.get(pick.index());
        for (int i = 0; i < out.size(); i++) {
            int row = (int) rows.buffer().get(i);
            if (row < 0 || row >= pick.rows()) {
                raise(pick.fault(), (int) values.get(pick.position()).buffer().get(i), row);
                continue;
            }
            int at = address(pick.place().address()) + row * pick.stride();
            int rest = i;
            for (int axis = dims.size() - 1; axis >= 0; axis--) {
                at += rest % dims.get(axis) * pick.place().strides().get(axis);
                rest /= dims.get(axis);
            }
            out.buffer().set(i, memory.get(pick.place().arena()).get(at));
        }
    }

    private void raise(Fault fault, int position, int row) {
        memory.get(Fault.ARENA).set(fault.cell(), position + 1);
        memory.get(Fault.ARENA).set(fault.cell() + 1, row);
    }

    private interface Numbers {
        double at(int i);
    }

    private static void fill(View out, Numbers numbers) {
        for (int i = 0; i < out.size(); i++) {
            out.buffer().set(i, numbers.at(i));
        }
    }

    private int counter(Counter counter) {
        Integer member = members.get(counter);
        return member == null ? (int) memory.get(Counter.ARENA).get(counter.cell()) : member;
    }

    private int address(Address address) {
        int at = address.offset();
        for (Address.Term t : address.terms()) {
            int count = counter(t.counter());
            at +=
                    switch (t) {
                        case Address.Term.Row row -> row.stride() * count;
                        case Address.Term.Half half -> half.size() * ((count + half.phase()) & 1);
                        case Address.Term.Listed l ->
                                (int) memory.get(Address.Term.Listed.ARENA).get(l.table() + count);
                    };
        }
        return at;
    }

    /** A contiguous tensor of extents; a scalar has one axis. */
    private static View empty(DType dtype, List<Integer> dims) {
        int size = dims.stream().reduce(1, Math::multiplyExact);
        Storage storage = new Storage(dtype);
        storage.place(Buffer.allocate(dtype, size), 0);
        return shaped(new View(storage, 0, new int[] {size}, new int[] {1}), dims);
    }

    private static View shaped(View x, List<Integer> dims) {
        if (dims.isEmpty()) {
            return x;
        }
        int[] extents = dims.stream().mapToInt(i -> i).toArray();
        return View.contiguous(x.storage(), dev.rondo.array.Shape.of(extents));
    }

    /** A copy of what lies at a place. */
    private View load(Place place) {
        View out = empty(place.dtype(), place.dims());
        walk(place, (i, at) -> out.buffer().set(i, memory.get(place.arena()).get(at)));
        return out;
    }

    private void store(View value, Place place) {
        walk(place, (i, at) -> memory.get(place.arena()).set(at, value.buffer().get(i)));
    }

    private interface Visit {
        void element(int position, int at);
    }

    private void walk(Place place, Visit visit) {
        int base = address(place.address());
        for (int i = 0; i < place.size(); i++) {
            int at = base;
            int rest = i;
            for (int axis = place.rank() - 1; axis >= 0; axis--) {
                at += rest % place.dims().get(axis) * place.strides().get(axis);
                rest /= place.dims().get(axis);
            }
            visit.element(i, at);
        }
    }
}
