package dev.rondo.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.DType;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** No operation of the core is left out by the kit: a new one needs its cases. */
class OperationCoverageTest {
    /** Fused operations are made by the compiler alone, from operations that are covered. */
    private static Set<Class<?>> all() {
        return Stream.of(Op.class.getPermittedSubclasses())
                .filter(c -> c != Op.Fused.class)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<Class<?>> in(Stream<Entry> entries) {
        Set<Class<?>> found = new LinkedHashSet<>();
        entries.forEach(e -> add(e.graph(), found));
        return found;
    }

    private static void add(Graph graph, Set<Class<?>> found) {
        for (Node n : graph.nodes()) {
            found.add(n.op().getClass());
            if (n.op() instanceof Op.Scan scan) {
                add(scan.body(), found);
            }
        }
    }

    @Test
    void theContractHasCasesOfEveryOperation() {
        Stream<Entry> entries =
                OperationContract.of(Target.reference())
                        .cases()
                        .map(c -> c.subject().entry(DType.F64));
        Set<Class<?>> expected = all();
        expected.remove(Op.Read.class); // variables are ExecutableContract's
        assertThat(in(entries)).containsAll(expected);
    }

    @Test
    void randomProgramsHaveEveryOperation() {
        Stream<Entry> entries =
                LongStream.range(0, 40)
                        .mapToObj(seed -> new RandomProgram(seed, 40, false).subject())
                        .map(s -> s.withGradients().entry(DType.F64));
        assertThat(in(entries)).containsAll(all());
    }
}
