package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rondo.array.DType;
import dev.rondo.cell.Recurrence;
import dev.rondo.graph.Dot;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Functions;
import dev.rondo.graph.GraphText;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;
import dev.rondo.models.cell.Lstm;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.TrainingStep;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Entries as text and as drawings. */
class GraphPrintingTest {
    private static Entry loop() {
        Scope scope = Scope.root();
        Variable w = scope.parameter("w", Initializer.zeros(), 2);
        return Entry.trace(
                "the \"entry\"",
                DType.F32,
                t -> {
                    Tensor xs = t.input("xs", 4, 2);
                    xs.times(7).named("dead");
                    Scan.Result r =
                            Scan.over(4)
                                    .carrying(t.input("h", 2))
                                    .reading(xs)
                                    .steps(t.input("n", DType.I32))
                                    .run(
                                            (c, in) -> {
                                                Tensor h =
                                                        Functions.tanh(c.getFirst().times(w))
                                                                .plus(in.getFirst())
                                                                .named("state");
                                                return new Scan.Step(List.of(h), List.of(h));
                                            });
                    t.output("all", r.outputs().getFirst());
                    t.assign(w, r.carries().getFirst());
                    t.assignOnlyIf(Functions.isFinite(r.carries().getFirst().sum()));
                });
    }

    /** A whole training step, with the gradient of a loop in it. */
    private static Entry training() {
        Scope scope = Scope.root();
        Lstm lstm = new Lstm(scope.child("lstm"), 3, 5);
        var step =
                new TrainingStep(scope, new Adam(scope.child("adam"), scope.parameters()))
                        .clippingAt(1);
        return Program.of(DType.F32, scope, 1)
                .with(
                        "train",
                        step.minimizing(
                                t -> {
                                    Tensor xs = t.input("xs", 4, 2, 3);
                                    var r = Recurrence.of(lstm).over(xs);
                                    return r.outputs().squared().mean();
                                }))
                .entries()
                .get("train");
    }

    @Test
    void theTextNamesOperationsTypesNamesAndLinesWithLoopsIndented() {
        String text = GraphText.of(loop());

        assertThat(text)
                .startsWith("entry the \"entry\"\n")
                .containsPattern("(?m)^  %0:F32\\[4, 2] = input xs +GraphPrintingTest\\.")
                .containsPattern(
                        "(?m)^  %\\d+\\.0:F32\\[2], %\\d+\\.1:F32\\[4, 2] = loop of 4 steps")
                .containsPattern("(?m)^      %0:F32\\[2] = carried, at first %\\d+$")
                .containsPattern("(?m)^      %1:F32\\[2] = row of %0$")
                .containsPattern("(?m)^      %2:F32\\[2] = captured %\\d+ 'w'$")
                .containsPattern(
                        "(?m)^      %\\d+:F32\\[2] = add\\(%\\d+, %1\\) 'state' +.*\\(GraphPrintingTest.java:")
                .containsPattern("(?m)^      carry on %\\d+ -> %\\d+\\.0$")
                .containsPattern("(?m)^      emit %\\d+ -> %\\d+\\.1$")
                .containsPattern("(?m)^  output all = %\\d+\\.1$")
                .containsPattern("(?m)^  assign w = %\\d+\\.0$")
                .containsPattern("(?m)^  assign only if %\\d+$")
                .doesNotContain("dead");
    }

    @Test
    void theDrawingHasABoxForEachOperationAndAFrameForEachLoop() {
        String dot = Dot.of(loop());

        assertThat(dot)
                .startsWith("digraph \"the \\\"entry\\\"\" {\n")
                .endsWith("}\n")
                .contains("label=\"input xs\\nF32[4, 2]\"")
                .contains("subgraph cluster_n", "label=\"loop of 4 steps\"")
                .contains("label=\"carried\\nF32[2]\"", "label=\"step's row\\nF32[2]\"")
                .contains("label=\"add\\n'state'\\nF32[2]\"", "GraphPrintingTest.java:")
                .contains("label=\"output all\"", "label=\"assign w\"", "label=\"assign only if\"")
                .contains("style=dashed, constraint=false", "label=\"steps\"")
                .doesNotContain("dead");
    }

    /** A box that an edge within a frame mentions would be drawn in the frame. */
    @Test
    void whatIsCapturedStaysOutsideTheFrame() {
        String dot = Dot.of(loop());

        assertThat(dot.substring(dot.indexOf("subgraph"), dot.indexOf("  }"))).doesNotContain("->");
    }

    /** Each line is of the part of DOT that is used; each edge joins boxes that there are. */
    @Test
    void theDrawingOfATrainingStepIsDot() {
        String text = "\"(?:[^\"\\\\]|\\\\.)*\"";
        String attributes = " \\[\\w+=(?:\\w+|" + text + ")(?:, \\w+=(?:\\w+|" + text + "))*]";
        Pattern line =
                Pattern.compile(
                        "\\s*(?:digraph %1$s \\{|subgraph \\w+ \\{|}|node%2$s;|\\w+=(?:\\w+|%1$s);|(?<box>[nr]\\d+)%2$s;|(?<from>n\\d+) -> (?<to>[nr]\\d+)(?:%2$s)?;)"
                                .formatted(text, attributes));
        Set<String> boxes = new HashSet<>();
        Set<String> ends = new HashSet<>();
        int depth = 0;
        for (String l : Dot.of(training()).lines().toList()) {
            Matcher m = line.matcher(l);
            assertThat(m.matches()).as(l).isTrue();
            depth += l.endsWith("{") ? 1 : l.endsWith("}") ? -1 : 0;
            if (m.group("box") != null) {
                assertThat(boxes.add(m.group("box"))).as("twice: " + l).isTrue();
            }
            if (m.group("from") != null) {
                ends.add(m.group("from"));
                ends.add(m.group("to"));
            }
        }
        assertThat(depth).isZero();
        assertThat(boxes).hasSizeGreaterThan(100).containsAll(ends);
    }

    /** Where Graphviz is installed. */
    @Test
    void graphvizReadsTheDrawing() throws IOException, InterruptedException {
        for (Entry entry : List.of(loop(), training())) {
            Process dot;
            try {
                dot = new ProcessBuilder("dot", "-Tcanon").redirectErrorStream(true).start();
            } catch (IOException e) {
                assumeThat(e).as("Graphviz is not installed").isNull();
                return;
            }
            try (var in = dot.outputWriter(StandardCharsets.UTF_8)) {
                in.write(Dot.of(entry));
            }
            String out = new String(dot.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(dot.waitFor()).as(out).isZero();
            assertThat(out).doesNotContain("Warning", "Error").contains("cluster_");
        }
    }
}
