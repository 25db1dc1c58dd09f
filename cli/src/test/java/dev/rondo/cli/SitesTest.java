package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.DType;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Node;
import dev.rondo.graph.Scope;
import dev.rondo.models.layer.Dense;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.ArrayList;
import java.util.List;

/** A message names the line of a model, not that of the library which started the command. */
class SitesTest {
    /** A command that traces a model, as those of the command line do. */
    @Command(name = "trace")
    static final class Tracing implements Runnable {
        private final List<Node> nodes = new ArrayList<>();

        @Override
        public void run() {
            Dense dense = Dense.linear(Scope.root(), 3, 2);
            Entry.trace("run", DType.F32, t -> nodes.add(dense.of(t.input("x", 5, 3)).node()));
        }
    }

    @Test
    void the_line_of_a_model_that_a_command_traces_is_named_alone() {
        Tracing command = new Tracing();
        new CommandLine(command).execute();

        assertThat(command.nodes.getFirst().site())
                .startsWith("Dense.")
                .contains("(Dense.java:")
                .doesNotContain("called from", "CommandLine");
    }
}
