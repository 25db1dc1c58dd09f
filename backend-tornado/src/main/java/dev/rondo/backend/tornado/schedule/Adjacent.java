package dev.rondo.backend.tornado.schedule;

import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.ArrayList;
import java.util.List;

/**
 * Copies the right operands of products before a loop, where the loop does not change them and
 * their adjacent columns are apart in memory. Adjacent work-items then read adjacent numbers at
 * every step.
 */
final class Adjacent {
    private final Origins origins;
    private final Draft.Repeat loop;
    private final List<Draft> copies = new ArrayList<>();

    private Adjacent(Origins origins, Draft.Repeat loop) {
        this.origins = origins;
        this.loop = loop;
    }

    /** A loop in one kernel, after the copies that it needs. */
    static List<Draft> steps(Origins origins, Draft.Repeat loop, int groups) {
        Adjacent adjacent = new Adjacent(origins, loop);
        List<Draft> body = loop.body().stream().map(adjacent::draft).toList();
        List<Draft> all = adjacent.copies;
        all.add(new Draft.Steps(loop.with(body), groups));
        return all;
    }

    private Draft draft(Draft d) {
        return switch (d) {
            case Draft.Product p -> product(p);
            case Draft.Beside b -> new Draft.Beside(b.parts().stream().map(this::draft).toList());
            default -> d;
        };
    }

    private Draft product(Draft.Product p) {
        View right = p.right();
        if (right.stride(2) == 1 || right.dim(2) == 1 || !isFixed(right.storage())) {
            return p;
        }
        View copy = origins.own(loop.level().outer(), right.dtype(), right.shape());
        Formula values = new Formula.Load(right);
        copies.add(new Draft.Point(List.of(GraphLowering.sheet(p.node(), copy, values))));
        return new Draft.Product(p.node(), p.left(), copy, p.out());
    }

    private boolean isFixed(Storage s) {
        return origins.outside(loop.level(), s) == s && !Shares.changes(origins, loop, s);
    }
}
