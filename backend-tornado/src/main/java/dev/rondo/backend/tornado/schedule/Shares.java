package dev.rondo.backend.tornado.schedule;

import dev.rondo.array.Shape;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Into how many shares the work of a loop can be divided so that no share ever reads what another
 * one writes. A share consists of some of the leading rows of everything that the loop writes, for
 * example of some sequences of a batch. What is written before the loop may be read by all.
 */
final class Shares {
    /**
     * How a storage is divided: each share has the same fraction of {@code elements} elements,
     * which begin again at every multiple of {@code period}; 0 for no period.
     */
    private record Layout(int period, int elements) {}

    /** A view that is read or written, and the axis along which the work is divided. */
    private record Access(View view, int axis) {}

    private final Origins origins;
    private final Draft.Repeat loop;
    private final Set<Storage> written = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Storage, Layout> layouts = new IdentityHashMap<>();
    private int most;

    private Shares(Origins origins, Draft.Repeat loop) {
        this.origins = origins;
        this.loop = loop;
    }

    /** The largest number of shares. Each divisor of it is a number of shares, too. */
    static int most(Origins origins, Draft.Repeat loop) {
        Shares shares = new Shares(origins, loop);
        for (Draft d : loop.body()) {
            d.writes(origins).forEach(s -> shares.written.add(shares.memory(s)));
        }
        loop.body().forEach(shares::divide);
        return Math.max(1, shares.most);
    }

    /** Whether the loop changes a storage that a draft of its body reads. */
    static boolean changes(Origins origins, Draft.Repeat loop, Storage storage) {
        Shares shares = new Shares(origins, loop);
        return loop.body().stream()
                .flatMap(d -> d.writes(origins).stream())
                .anyMatch(s -> shares.memory(s) == shares.memory(storage));
    }

    /** The storage of which a storage of this loop is a row or a half. */
    private Storage memory(Storage s) {
        return switch (origins.of(s)) {
            case Origins.Origin.Row r when r.level() == loop.level() -> r.whole().storage();
            case Origins.Origin.Half h when h.level() == loop.level() -> h.pair();
            default -> s;
        };
    }

    private void divide(Draft draft) {
        switch (draft) {
            case Draft.Point p -> p.sheets().forEach(this::divide);
            case Draft.Fold f -> divide(f);
            case Draft.Product p -> divide(p);
            case Draft.Convolution c -> {
                extent(c.out().dim(0));
                access(new Access(c.image(), 0));
                access(new Access(c.out(), 0));
                common(c.kernel().storage());
            }
            case Draft.Beside b -> b.parts().forEach(this::divide);
            case Draft.Scatter _, Draft.InTurn _, Draft.Repeat _, Draft.Steps _ -> most = 1;
        }
    }

    private void divide(Draft.Sheet sheet) {
        int axis = leading(sheet.shape());
        extent(axis < sheet.shape().rank() ? sheet.shape().dim(axis) : 1);
        for (Draft.Put put : sheet.puts()) {
            access(new Access(put.to(), axis));
            values(put.value(), axis);
        }
    }

    private void divide(Draft.Fold fold) {
        Shape shape = fold.shape();
        List<Integer> kept = new ArrayList<>();
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (!fold.axes().contains(axis)) {
                kept.add(axis);
            }
        }
        int first = leading(fold.out().shape());
        boolean any = first < kept.size();
        extent(any ? shape.dim(kept.get(first)) : 1);
        if (any) {
            access(new Access(fold.out(), first));
            values(fold.value(), kept.get(first));
        }
    }

    private void divide(Draft.Product product) {
        int axis = product.out().dim(0) > 1 ? 0 : 1;
        extent(product.out().dim(axis));
        access(new Access(product.out(), axis));
        access(new Access(product.left(), axis));
        if (axis == 0) {
            access(new Access(product.right(), 0));
        } else {
            common(product.right().storage());
        }
    }

    private void values(Formula value, int axis) {
        Formula.walk(
                List.of(value),
                f -> {
                    switch (f) {
                        case Formula.Load l -> access(new Access(l.view(), axis));
                        case Formula.Bits b -> common(b.key().storage());
                        case Formula.Pick p -> common(p.row().storage());
                        default -> {}
                    }
                });
    }

    /** The first axis that has several elements. */
    private static int leading(Shape shape) {
        int axis = 0;
        while (axis < shape.rank() && shape.dim(axis) == 1) {
            axis++;
        }
        return axis;
    }

    private void extent(int n) {
        most = most == 0 ? n : gcd(most, n);
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** Every share reads all of it. */
    private void common(Storage s) {
        if (written.contains(memory(s))) {
            most = 1;
        }
    }

    private void access(Access access) {
        Storage memory = memory(access.view.storage());
        if (written.contains(memory)) {
            Layout layout = layout(access);
            Layout known = layouts.putIfAbsent(memory, layout);
            if (layout.elements == 0 || known != null && !known.equals(layout)) {
                most = 1;
            }
        }
    }

    /** The layout that an access needs; one without elements when there is none. */
    private Layout layout(Access access) {
        Layout none = new Layout(0, 0);
        View v = access.view;
        if (access.axis >= v.rank()) {
            return none;
        }
        int extent = v.dim(access.axis);
        int row = v.stride(access.axis);
        int span = 1;
        for (int axis = 0; axis < v.rank(); axis++) {
            if (v.stride(axis) < 0) {
                return none;
            }
            span += axis == access.axis ? 0 : (v.dim(axis) - 1) * v.stride(axis);
        }
        int all = Math.multiplyExact(extent, row);
        int shift = v.shift();
        int period = 0;
        switch (origins.of(v.storage())) {
            case Origins.Origin.Row r when r.level() == loop.level() -> {
                int step = r.whole().stride(0);
                shift += r.whole().shift();
                if (step >= all) {
                    period = step;
                    shift %= step;
                } else {
                    span += (loop.length() - 1) * step;
                }
            }
            case Origins.Origin.Half h when h.level() == loop.level() -> period = h.size();
            default -> {}
        }
        boolean within = shift + span <= row && (period == 0 || all <= period);
        return within ? new Layout(period, all) : none;
    }
}
