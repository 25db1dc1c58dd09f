package com.example.switching;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.cell.Recurrence;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.cell.Lstm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks from four threads while the backend is switched a hundred times. */
public final class Main {
    private static final List<String> BACKENDS = List.of("scalar", "simd");
    private static final int THREADS = 4;
    private static final int REQUESTS = 500;
    private static final int SWITCHES = 100;

    private Main() {}

    public static void main(String[] args) throws Exception {
        var scope = Scope.root();
        var lstm = new Lstm(scope.child("lstm"), 3, 16);
        var program =
                Program.of(DType.F32, scope, 1)
                        .with(
                                "answer",
                                t ->
                                        t.output(
                                                "y",
                                                Recurrence.of(lstm)
                                                        .over(t.input("x", 8, 1, 3))
                                                        .last()
                                                        .h()));
        Map<String, Integer> answered = new ConcurrentHashMap<>();
        try (Server server = new Server(program, BACKENDS);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Float>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int seed = i;
                Callable<Float> task = () -> ask(server.client(), seed, answered);
                all.add(threads.submit(task));
            }
            int switches = 0;
            while (switches < SWITCHES || all.stream().anyMatch(f -> !f.isDone())) {
                server.use(BACKENDS.get(switches++ % BACKENDS.size()));
                Thread.sleep(1);
            }
            float apart = 0;
            for (Future<Float> f : all) {
                apart = Math.max(apart, f.get()); // fails where a request did
            }
            int sum = answered.values().stream().mapToInt(n -> n).sum();
            System.out.println("answered by both: " + answered.keySet().containsAll(BACKENDS));
            System.out.println(
                    sum + " of " + THREADS * REQUESTS + " answered, at most " + apart + " apart");
        }
    }

    /** Asks the same again and again. Returns how far apart the answers of the backends are. */
    private static float ask(Server.Client client, int seed, Map<String, Integer> answered) {
        var random = new SplittableRandom(seed);
        Array x = Array.zeros(DType.F32, Shape.of(8, 1, 3));
        for (int i = 0; i < x.size(); i++) {
            x.set(i, random.nextDouble(-1, 1));
        }
        float[] first = client.ask(x).values();
        float apart = 0;
        for (int i = 0; i < REQUESTS; i++) {
            Server.Answer a = client.ask(x);
            answered.merge(a.backend(), 1, Integer::sum);
            for (int k = 0; k < first.length; k++) {
                apart = Math.max(apart, Math.abs(first[k] - a.values()[k]));
            }
        }
        return apart;
    }
}
