package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Piece;
import dev.rondo.backend.tornado.schedule.Place;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A piece with a work-item for each element. */
record PieceKernel(Piece piece) implements Singly {
    @Override
    public int items() {
        return piece.size();
    }

    @Override
    public void emit(KernelCode code, Parameters parameters, Value position) {
        Elements elements = new Elements(code, parameters);
        Set<Place> places = new LinkedHashSet<>(Elements.places(piece.operations()));
        piece.stores().forEach(s -> places.add(s.to()));
        Walk walk = Walk.of(piece.dims(), 0, piece.dims().size(), places);
        List<Value> coordinates = walk.coordinates(code, position);
        List<Value> values =
                elements.compute(
                        piece.operations(),
                        place -> elements.index(place, walk.offset(place, coordinates)),
                        position);
        for (Piece.Store s : piece.stores()) {
            Value at = elements.index(s.to(), walk.offset(s.to(), coordinates));
            code.store(parameters.of(s.to().arena()), at, values.get(s.value()));
        }
    }
}
