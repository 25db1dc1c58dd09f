package dev.rondo.backend.tornado.schedule;

import java.util.List;

/** Estimates the time of work, above all that of a loop's step. */
final class LoopCost {
    private final Costs costs;

    LoopCost(Costs costs) {
        this.costs = costs;
    }

    /** The time when each step is a task graph, with all units at work. */
    double asGraphs(List<Draft> body) {
        double time = costs.graph() + body.size() * costs.task();
        for (Draft d : body) {
            time += work(d, 1) / costs.units();
        }
        return time;
    }

    /** The time when some work-groups do all steps. */
    double inKernel(List<Draft> turns, int groups) {
        double time = 0;
        for (Draft d : turns) {
            time += costs.barrier() + work(d, groups) + alone(d);
        }
        return time * Math.ceilDiv(groups, costs.units());
    }

    /**
     * Whether it takes less time to do something on one unit, after something else, than to make a
     * task for it that all units do.
     */
    boolean paysAlone(Draft d) {
        double longer =
                switch (d) {
                    case Draft.Steps s -> work(s.alone(), 1) - work(s, 1);
                    default -> work(d, 1) * (1 - 1.0 / costs.units());
                };
        return longer + costs.barrier() < costs.task() + costs.kernel();
    }

    /** The number of work-groups, a divisor of a number, that takes the shortest time. */
    int groups(List<Draft> turns, int most) {
        int best = 1;
        for (int n = 2; n <= most; n++) {
            if (most % n == 0 && inKernel(turns, n) < inKernel(turns, best)) {
                best = n;
            }
        }
        return best;
    }

    /** The time of a unit for one of several equal shares. */
    private double work(Draft d, int shares) {
        return switch (d) {
            case Draft.Point p -> {
                double operations = 0;
                for (Draft.Sheet s : p.sheets()) {
                    for (Draft.Put put : s.puts()) {
                        operations += (double) s.shape().size() * (1 + put.value().cost());
                    }
                }
                yield operations / shares / costs.operations();
            }
            case Draft.Fold f ->
                    (double) f.shape().size()
                            * (1 + f.value().cost())
                            / shares
                            / costs.operations();
            case Draft.Product p ->
                    (double) p.out().size() * p.left().dim(2) / shares / costs.products();
            case Draft.Convolution c ->
                    (double) c.out().size()
                            * (c.kernel().size() / c.kernel().dim(0))
                            / shares
                            / costs.products();
            case Draft.Scatter s ->
                    (double) s.updates().size() * s.indices().size() / costs.operations();
            case Draft.Beside b -> b.parts().stream().mapToDouble(q -> work(q, shares)).sum();
            case Draft.InTurn i -> i.turns().stream().mapToDouble(q -> work(q, shares)).sum();
            case Draft.Repeat r -> r.length() * asGraphs(r.body());
            case Draft.Steps s -> s.loop().length() * inKernel(s.loop().body(), s.groups());
        };
    }

    /** The time in which a work-group reads what all groups read, each by itself. */
    private double alone(Draft d) {
        return switch (d) {
            case Draft.Product p -> p.right().size() / costs.loads();
            case Draft.Convolution c -> c.kernel().size() / costs.loads();
            case Draft.Beside b -> b.parts().stream().mapToDouble(this::alone).sum();
            default -> 0;
        };
    }
}
