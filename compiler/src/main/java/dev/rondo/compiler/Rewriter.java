package dev.rondo.compiler;

import dev.rondo.backend.Demand;
import dev.rondo.graph.Copier;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The frame of a pass: rebuilds an entry node by node, leaving out what no result needs. A pass
 * overrides what it treats differently.
 */
abstract class Rewriter {
    /** The entry, rewritten. */
    final Entry apply(Entry entry) {
        List<Tensor> roots = new ArrayList<>(entry.outputs().values());
        roots.addAll(entry.assignments().values());
        if (entry.condition() != null) {
            roots.add(entry.condition());
        }
        Copier copier = new Copier(Graph.root(entry.name(), entry.graph().dtype()));
        copyAll(entry.graph(), copier, Demand.of(entry.graph(), roots));
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

    /** Copies the needed nodes of a graph; inputs of the entry always. */
    final void copyAll(Graph graph, Copier copier, Demand demand) {
        for (Node n : graph.nodes()) {
            if (demand.needs(n) && !copier.has(n.output()) || n.op() instanceof Op.Input) {
                copy(n, copier, demand);
            }
        }
    }

    /** Copies one node whose operands have been copied. */
    void copy(Node n, Copier copier, Demand demand) {
        if (n.op() instanceof Op.Scan scan) {
            scan(n, scan, copier, demand);
        } else {
            copier.copy(n);
        }
    }

    /** Copies a loop. */
    abstract void scan(Node n, Op.Scan scan, Copier copier, Demand demand);
}
