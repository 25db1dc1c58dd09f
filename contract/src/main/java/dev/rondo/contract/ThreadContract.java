package dev.rondo.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;

import org.junit.jupiter.api.DynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** The properties of compiled programs and their sessions when several threads use them. */
final class ThreadContract extends ContractPart {
    /** The most steps of a long run. */
    private static final int MOST = 1_000_000;

    /** The time for which a long run keeps a device busy, unless the most steps take less. */
    private static final double LONG_SECONDS = 0.2;

    /** The time during which variables are changed while sessions read them. */
    private static final long CHANGING_NANOS = 300_000_000;

    private static final String OWNER_CLOSED =
            "the executable whose variables this session reads is closed";

    private ThreadContract(Target target) {
        super(target);
    }

    /** The contract for a backend. */
    static ThreadContract of(Target target) {
        return new ThreadContract(target);
    }

    /** A test for each property. */
    Stream<DynamicTest> tests() {
        List<DynamicTest> tests = new ArrayList<>();
        add(tests, "two threads at once are refused", this::twoThreads);
        add(tests, "any thread may run, one after the other", this::handedOver);
        add(tests, "several programs run side by side", this::sideBySide);
        add(tests, "closing waits for a run of another thread", this::closedWhileRunning);
        add(tests, "sessions read the variables of their executable", this::sessions);
        add(tests, "sessions change nothing", this::readOnly);
        add(tests, "sessions run at once as if alone", this::atOnce);
        add(tests, "sessions see a change as a whole", this::whole);
        add(tests, "closing waits for the run of a session", this::closedUnderSession);
        add(tests, "sessions end with their executable", this::ended);
        return tests.stream();
    }

    /** Starts all tasks at the same time, each in its own thread, and waits for them. */
    private static <T> List<T> together(List<Callable<T>> work)
            throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
            List<T> results = new ArrayList<>();
            for (Future<T> f : threads.invokeAll(work)) {
                results.add(f.get());
            }
            return results;
        }
    }

    // ---- a loop that takes as long as one likes

    private static void counting(Trace t) {
        Scan loop = Scan.over(MOST).carrying(t.input("x", 1)).steps(t.input("n", DType.I32));
        Tensor x =
                loop.run((c, _) -> new Scan.Step(List.of(c.getFirst().plus(1)), List.of()))
                        .carries()
                        .getFirst();
        t.output("y", x);
    }

    private static Map<String, Array> count(int n) {
        return Map.of("x", Array.of(new double[] {0}), "n", Array.scalar(DType.I32, n));
    }

    /** A long run, and the number of steps, which is its result. */
    private record LongRun(Future<Double> result, int steps) {}

    /** Begins a long run in another thread, and returns when it has begun. */
    private static LongRun begin(ExecutorService thread, Executable e) throws InterruptedException {
        int steps = manySteps(e);
        Future<Double> run = thread.submit(() -> runLong(e, steps));
        while (!run.isDone() && idle(e)) {
            Thread.sleep(0, 100_000);
        }
        return new LongRun(run, steps);
    }

    private static int manySteps(Executable e) {
        int some = 500;
        e.run("run", count(1));
        long start = System.nanoTime();
        e.run("run", count(some));
        double seconds = (System.nanoTime() - start) / 1e9;
        return (int) Math.clamp(some * LONG_SECONDS / seconds, some, MOST);
    }

    /** Repeats the run while {@link #idle} looks. */
    private static double runLong(Executable e, int steps) {
        while (true) {
            try {
                return e.run("run", count(steps)).get("y").item();
            } catch (IllegalStateException refused) {
                if (!refused.getMessage().contains("in use")) {
                    throw refused;
                }
            }
        }
    }

    private static boolean idle(Executable e) {
        try {
            e.bytes();
            return true;
        } catch (IllegalStateException _) {
            return false;
        }
    }

    // ---- one executable

    private void twoThreads() throws InterruptedException, ExecutionException {
        try (Executable e = compile(Scope.root(), ThreadContract::counting);
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Throwable refused = null;
            for (int i = 0; i < 5 && refused == null; i++) {
                LongRun first = begin(thread, e);
                while (refused == null && !first.result.isDone()) {
                    try {
                        e.run("run", count(1));
                    } catch (IllegalStateException t) {
                        refused = t;
                    }
                }
                assertThat(first.result.get()).isEqualTo(first.steps);
            }
            assertThat(refused).hasMessageContainingAll("in use by", "thread", "session");
            assertThat(e.run("run", count(3)).get("y").item()).isEqualTo(3);
        }
    }

    private void handedOver() throws InterruptedException {
        Scope scope = Scope.root();
        Variable a = scope.parameter("a", Initializer.constant(0), 1);
        try (Executable e = compile(scope, t -> t.assign(a, a.in(t.graph()).plus(1)))) {
            for (int i = 0; i < 4; i++) {
                Thread t = new Thread(() -> e.run("run"));
                t.start();
                t.join();
            }
            assertThat(e.read("a").item()).isEqualTo(4);
        }
    }

    private static Subject recurrence() {
        return new CellRun(CellSizes.wide(), false, null, -1)
                .subject((scope, i, h) -> new Elman(scope, i, h))
                .withGradients();
    }

    /** One backend, four threads, each with its own executable. */
    private void sideBySide() throws InterruptedException, ExecutionException {
        Subject subject = recurrence();
        Backend backend = target.open(2);
        Map<String, Array> expected = subject.run(backend, DType.F32);
        List<Callable<Void>> work = new ArrayList<>();
        for (int k = 0; k < 4; k++) {
            work.add(
                    () -> {
                        for (int i = 0; i < 5; i++) {
                            var actual = subject.run(backend, DType.F32);
                            Determinism.same("beside others", actual, expected);
                        }
                        return null;
                    });
        }
        together(work);
    }

    private void closedWhileRunning() throws InterruptedException, ExecutionException {
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            for (int i = 0; i < 3; i++) {
                Executable e = compile(Scope.root(), ThreadContract::counting);
                LongRun run = begin(thread, e);
                e.close();
                assertThat(run.result.get()).isEqualTo(run.steps);
                closed(() -> e.run("run", count(1)), "closed");
            }
        }
    }

    private static void closed(Runnable use, String words) {
        assertThatThrownBy(use::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(words);
    }

    // ---- sessions

    /**
     * Entry "train" adds 1 to both variables. Entry "run" gives the first element of a, and the
     * distance between a and b.
     */
    private Executable twins(int size) {
        Scope scope = Scope.root();
        Variable a = scope.parameter("a", Initializer.constant(1), size);
        Variable b = scope.parameter("b", Initializer.constant(1), size);
        Program program =
                Program.of(DType.F64, scope, 1)
                        .with(
                                "train",
                                t -> {
                                    t.assign(a, a.in(t.graph()).plus(1));
                                    t.assign(b, b.in(t.graph()).plus(1));
                                })
                        .with("run", t -> look(t, a, b));
        return target.open().compile(program);
    }

    private static void look(Trace t, Variable a, Variable b) {
        Tensor x = a.in(t.graph());
        t.output("a", x.largest());
        t.output("apart", Functions.abs(x.minus(b)).largest());
    }

    private void sessions() {
        try (Executable owner = twins(5)) {
            Executable one = owner.session();
            Executable two = one.session();
            owner.run("train");
            for (Executable s : List.of(owner, one, two)) {
                assertThat(s.run("run").get("a").item()).isEqualTo(2);
                assertThat(s.read("b").f64()).containsOnly(2);
                assertThat(s.variables()).containsOnlyKeys("a", "b");
            }
            one.close();
            owner.write("a", Array.zeros(DType.F64, owner.read("a").shape()));
            assertThat(two.run("run").get("a").item()).isEqualTo(0);
            assertThat(two.run("run").get("apart").item()).isEqualTo(2);
            Array sevens = Array.of(new double[] {7, 7, 7, 7, 7});
            owner.load(Map.of("a", sevens, "b", sevens));
            assertThat(two.run("run").get("a").item()).isEqualTo(7);
            assertThat(two.run("run").get("apart").item()).isEqualTo(0);
            owner.load(Map.of("a", Array.of(new double[5]), "b", sevens));
            two.add(Entry.trace("more", DType.F64, t -> t.output("y", t.graph().scalar(7))));
            assertThat(two.run("more").get("y").item()).isEqualTo(7);
            assertThatThrownBy(() -> owner.run("more"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(two.bytes()).isPositive().isLessThan(owner.bytes());
            two.close();
            assertThat(owner.run("run").get("a").item()).isEqualTo(0);
        }
    }

    private void readOnly() {
        Scope scope = Scope.root();
        Variable a = scope.parameter("a", Initializer.constant(1), 2);
        try (Executable owner = compile(scope, t -> t.assign(a, a.in(t.graph()).plus(1)));
                Executable session = owner.session()) {
            assertThatThrownBy(() -> session.run("run"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("'run'", "assign", "session");
            assertThatThrownBy(
                            () ->
                                    session.add(
                                            Entry.trace(
                                                    "more",
                                                    DType.F64,
                                                    t -> t.assign(a, a.in(t.graph()).plus(1)))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("'more'", "assigns", "session");
            closed(() -> session.write("a", Array.of(new double[] {5, 6})), "'a'");
            closed(() -> session.load(owner.variables()), "'a'");
            closed(() -> session.loadMatching(owner.variables()), "'a'");
            assertThat(owner.read("a").f64()).containsOnly(1);
        }
    }

    private void atOnce() throws InterruptedException, ExecutionException {
        Subject subject = recurrence();
        Backend backend = target.open(2);
        Map<String, Array> expected = subject.run(backend, DType.F32);
        try (Executable owner = subject.compile(backend, DType.F32)) {
            List<Callable<Void>> work = new ArrayList<>();
            for (int k = 0; k < 4; k++) {
                Executable e = k == 0 ? owner : owner.session();
                work.add(
                        () -> {
                            var inputs = subject.inputs(DType.F32);
                            for (int i = 0; i < 20; i++) {
                                var actual = e.run(Subject.ENTRY, inputs);
                                Determinism.same("beside others", actual, expected);
                            }
                            return null;
                        });
            }
            together(work);
        }
    }

    private void whole() throws InterruptedException, ExecutionException {
        AtomicBoolean done = new AtomicBoolean();
        try (Executable owner = twins(5000)) {
            List<Callable<Double>> work = new ArrayList<>();
            work.add(
                    () -> {
                        long start = System.nanoTime();
                        while (System.nanoTime() - start < CHANGING_NANOS) {
                            owner.run("train");
                        }
                        done.set(true);
                        return 0.0;
                    });
            for (int k = 0; k < 2; k++) {
                Executable session = owner.session();
                work.add(
                        () -> {
                            double apart = 0;
                            double last = 0;
                            while (!done.get()) {
                                Map<String, Array> seen = session.run("run");
                                apart = Math.max(apart, seen.get("apart").item());
                                assertThat(seen.get("a").item()).isGreaterThanOrEqualTo(last);
                                last = seen.get("a").item();
                            }
                            return apart;
                        });
            }
            assertThat(together(work)).containsOnly(0.0);
            assertThat(owner.read("a").get(0)).isGreaterThan(1);
        }
    }

    /** The session may have been just about to run. In that case the run is refused. */
    private void closedUnderSession() throws InterruptedException, ExecutionException {
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            for (int i = 0; i < 3; i++) {
                Executable owner = compile(Scope.root(), ThreadContract::counting);
                LongRun run = begin(thread, owner.session());
                owner.close();
                try {
                    assertThat(run.result.get()).isEqualTo(run.steps);
                } catch (ExecutionException e) {
                    assertThat(e).hasRootCauseInstanceOf(IllegalStateException.class);
                    assertThat(e).hasRootCauseMessage(OWNER_CLOSED);
                }
            }
        }
    }

    private void ended() {
        Executable owner = twins(5);
        Executable session = owner.session();
        owner.close();
        closed(() -> session.run("run"), OWNER_CLOSED);
        closed(() -> session.read("a"), OWNER_CLOSED);
        closed(session::session, OWNER_CLOSED);
        session.close();
        session.close();
        closed(() -> session.run("run"), "closed");
        closed(owner::session, "closed");
    }
}
