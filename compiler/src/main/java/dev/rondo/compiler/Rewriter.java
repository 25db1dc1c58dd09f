package dev.rondo.compiler;

import dev.rondo.graph.Copier;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;
import dev.rondo.graph.analysis.Demand;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The frame of a pass: rebuilds an entry node by node, leaving out what no result needs. A pass
 * overrides what it treats differently.
 */
abstract class Rewriter {
    private final Set<Tensor> results = Collections.newSetFromMap(new IdentityHashMap<>());

    /** The entry, rewritten. */
    final Entry apply(Entry entry) {
        results.addAll(entry.roots());
        Copier copier = new Copier(Graph.root(entry.name(), entry.graph().dtype()));
        copyAll(entry.graph(), copier, Demand.of(entry.graph(), entry.roots()));
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        entry.inputs().forEach((name, t) -> inputs.put(name, copier.get(t)));
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        entry.outputs().forEach((name, t) -> outputs.put(name, copier.get(t)));
        Map<Variable, Tensor> assignments = new LinkedHashMap<>();
        entry.assignments().forEach((v, t) -> assignments.put(v, copier.get(t)));
        return new Entry(
                entry.name(),
                copier.target(),
                inputs,
                outputs,
                assignments,
                entry.condition() == null ? null : copier.get(entry.condition()));
    }

    /** Whether a tensor is a result of the entry, or of the step of a loop. */
    final boolean isResult(Tensor t) {
        return results.contains(t);
    }

    /** Copies the needed nodes of a graph; inputs of the entry always. */
    void copyAll(Graph graph, Copier copier, Demand demand) {
        for (Node n : graph.nodes()) {
            boolean wanted = demand.needs(n) || n.op() instanceof Op.Input;
            if (wanted && n.outputs().stream().noneMatch(copier::has)) {
                copy(n, copier, demand);
            }
        }
    }

    /** Copies one node whose operands have been copied. */
    void copy(Node n, Copier copier, Demand demand) {
        copier.follow(n);
        if (n.op() instanceof Op.Scan scan) {
            results.addAll(scan.results());
            scan(n, scan, copier, demand);
        } else {
            copier.copy(n);
        }
    }

    /**
     * Copies a loop; as it stands here only its body is rewritten, and what is not needed left out.
     */
    void scan(Node n, Op.Scan scan, Copier outer, Demand demand) {
        Demand inside = demand.body(n);
        List<Tensor> arguments = scan.body().arguments();
        Graph body = outer.target().body();
        Copier inner = new Copier(body);
        List<Tensor> operands = new ArrayList<>();
        List<Tensor> wanted = new ArrayList<>();
        List<Tensor> replaced = new ArrayList<>();
        int carries = 0;
        int inputs = 0;
        for (int i = 0; i < scan.carries() + scan.inputs(); i++) {
            boolean carry = i < scan.carries();
            boolean result = carry && demand.needs(n.outputs().get(i));
            if (result || inside.needs(arguments.get(i))) {
                inner.map(arguments.get(i), argument(body, arguments.get(i)));
                operands.add(outer.get(n.input(i)));
                if (carry) {
                    carries++;
                    wanted.add(scan.results().get(i));
                    replaced.add(n.outputs().get(i));
                } else {
                    inputs++;
                }
            }
        }
        for (int i = scan.carries() + scan.inputs(); i < arguments.size(); i++) {
            if (inside.needs(arguments.get(i))) {
                inner.map(arguments.get(i), body.capture(outer.get(n.input(i))));
            }
        }
        for (int i = scan.carries(); i < scan.results().size(); i++) {
            if (demand.needs(n.outputs().get(i))) {
                wanted.add(scan.results().get(i));
                replaced.add(n.outputs().get(i));
            }
        }
        copyAll(scan.body(), inner, inside);
        List<Tensor> results = inner.get(wanted);
        operands.addAll(body.captured());
        if (scan.dynamic()) {
            operands.add(outer.get(n.inputs().getLast()));
        }
        Op.Scan op =
                new Op.Scan(
                        body,
                        results,
                        scan.length(),
                        carries,
                        inputs,
                        scan.reverse(),
                        scan.dynamic(),
                        scan.recompute());
        Node made = outer.target().add(op, operands, n);
        for (int i = 0; i < replaced.size(); i++) {
            outer.map(replaced.get(i), made.outputs().get(i));
        }
    }

    /** An argument like another one. */
    static Tensor argument(Graph body, Tensor like) {
        Tensor made = body.argument(like.type());
        return like.node().name() == null ? made : made.named(like.node().name());
    }
}
