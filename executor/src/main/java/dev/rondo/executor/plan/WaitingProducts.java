package dev.rondo.executor.plan;

import dev.rondo.graph.Node;
import dev.rondo.graph.Tensor;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Products that are not computed at their place in the graph but by the loop that reads them. */
final class WaitingProducts {
    /** A product that waits for its loop. */
    record Product(Node node, View left, View right, View out) {}

    private final Map<Storage, Product> byResult = new IdentityHashMap<>();

    /** Makes a product wait. Its result has no memory yet. */
    View add(Node n, View left, View right) {
        View out = View.contiguous(new Storage(left.dtype()), n.output().shape());
        byResult.put(out.storage(), new Product(n, left, right, out));
        return out;
    }

    /** The product that a view shows, if it still waits. */
    Optional<Product> of(View shown) {
        return Optional.ofNullable(byResult.get(shown.storage()));
    }

    /** Operands of all waiting products. They must hold their values until the loops have run. */
    List<Storage> operands() {
        List<Storage> all = new ArrayList<>();
        byResult.values()
                .forEach(
                        p -> {
                            all.add(p.left().storage());
                            all.add(p.right().storage());
                        });
        return all;
    }

    /** Removes the products that a loop reads from the waiting ones, and returns them. */
    List<Product> takeThoseOf(Node loop, Map<Tensor, View> views) {
        List<Product> taken = new ArrayList<>();
        for (Tensor t : loop.inputs()) {
            View v = views.get(t);
            Product p = v == null ? null : byResult.remove(v.storage());
            if (p != null) {
                taken.add(p);
            }
        }
        return taken;
    }
}
