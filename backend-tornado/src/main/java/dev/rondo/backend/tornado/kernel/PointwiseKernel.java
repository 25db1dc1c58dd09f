package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Piece;
import dev.rondo.backend.tornado.schedule.Place;
import dev.rondo.backend.tornado.schedule.Task;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A work-item for each element; each piece has work-groups of its own. */
record PointwiseKernel(Task.Pointwise task) implements Kernel.Body {
    @Override
    public int items() {
        int all = 0;
        for (Piece p : task.pieces()) {
            all = Math.addExact(all, room(p));
        }
        return all;
    }

    private static int room(Piece piece) {
        return Math.multiplyExact(
                Math.ceilDiv(piece.size(), Kernel.SMALLEST_GROUP), Kernel.SMALLEST_GROUP);
    }

    @Override
    public int group() {
        return Kernel.SMALLEST_GROUP;
    }

    @Override
    public void emit(KernelCode code, Parameters parameters) {
        Value id = code.let("id", KernelCode.globalId());
        int start = 0;
        for (Piece p : task.pieces()) {
            int from = start;
            Condition inside = Condition.less(id, Value.of(from + p.size()));
            Condition mine =
                    from == 0 ? inside : Condition.less(Value.of(from - 1), id).and(inside);
            code.when(mine, () -> emit(code, parameters, p, id, from));
            start += room(p);
        }
    }

    private static void emit(
            KernelCode code, Parameters parameters, Piece piece, Value id, int from) {
        Value position = from == 0 ? id : code.let("position", id.plus(-from));
        Elements elements = new Elements(code, parameters);
        Set<Place> places = new LinkedHashSet<>(Elements.places(piece.steps()));
        piece.stores().forEach(s -> places.add(s.to()));
        Walk walk = Walk.of(piece.dims(), 0, piece.dims().size(), places);
        List<Value> coordinates = walk.coordinates(code, position);
        List<Value> values =
                elements.compute(
                        piece.steps(),
                        place -> elements.index(place, walk.offset(place, coordinates)),
                        position);
        for (Piece.Store s : piece.stores()) {
            Value at = elements.index(s.to(), walk.offset(s.to(), coordinates));
            code.store(parameters.of(s.to().arena()), at, values.get(s.value()));
        }
    }
}
