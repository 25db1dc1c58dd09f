package dev.rondo.cli.serve;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** What was asked and how long it took, in the text format of Prometheus. */
final class Metrics {
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final double[] SECONDS = {
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
    };
    private static final double[] ROWS = {1, 2, 4, 8, 16, 32, 64, 128, 256};

    private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();
    private final Map<String, Histogram> durations = new ConcurrentSkipListMap<>();
    private final Map<String, Histogram> batches = new ConcurrentSkipListMap<>();
    private final double started = System.currentTimeMillis() / 1e3;

    /** Counts of values up to some bounds. */
    private static final class Histogram {
        private final double[] bounds;
        private final LongAdder[] counts;
        private final LongAdder count = new LongAdder();
        private final DoubleAdder sum = new DoubleAdder();

        Histogram(double[] bounds) {
            this.bounds = bounds;
            this.counts = new LongAdder[bounds.length];
            for (int i = 0; i < bounds.length; i++) {
                counts[i] = new LongAdder();
            }
        }

        void add(double value) {
            for (int i = 0; i < bounds.length; i++) {
                if (value <= bounds[i]) {
                    counts[i].increment();
                    break;
                }
            }
            sum.add(value);
            count.increment();
        }

        void write(Text text, String name, String labels) {
            long below = 0;
            for (int i = 0; i < bounds.length; i++) {
                below += counts[i].sum();
                text.line(name + "_bucket", labels + ",le=\"" + number(bounds[i]) + "\"", below);
            }
            // a value is added to its bucket first, so the total never is below the sum of these
            long all = Math.max(below, count.sum());
            text.line(name + "_bucket", labels + ",le=\"+Inf\"", all);
            text.line(name + "_sum", labels, sum.sum());
            text.line(name + "_count", labels, all);
        }
    }

    /** The lines. */
    private static final class Text {
        private final StringBuilder lines = new StringBuilder();

        void head(String name, String type, String help) {
            lines.append("# HELP ").append(name).append(' ').append(help).append('\n');
            lines.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        }

        void line(String name, String labels, double value) {
            lines.append(name);
            if (!labels.isEmpty()) {
                lines.append('{').append(labels).append('}');
            }
            lines.append(' ').append(number(value)).append('\n');
        }

        void one(String name, String type, String help, double value) {
            head(name, type, help);
            line(name, "", value);
        }
    }

    private static String number(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    private static String label(String name, String value) {
        return name
                + "=\""
                + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
                + '"';
    }

    /**
     * A request was answered.
     *
     * @param route the template of its path
     * @param status the status of HTTP
     */
    void request(String method, String route, int status, double seconds) {
        String which = label("method", method) + "," + label("route", route);
        requests.computeIfAbsent(
                        which + "," + label("status", Integer.toString(status)),
                        _ -> new LongAdder())
                .increment();
        durations.computeIfAbsent(which, _ -> new Histogram(SECONDS)).add(seconds);
    }

    /** Some jobs of a model shared a run. */
    void run(String model, int jobs) {
        batches.computeIfAbsent(label("model", model), _ -> new Histogram(ROWS)).add(jobs);
    }

    /** All of it. */
    String text(Models models, Sessions sessions, int queue) {
        Text t = new Text();
        t.head("rondo_http_requests_total", "counter", "Requests that were answered.");
        requests.forEach((labels, n) -> t.line("rondo_http_requests_total", labels, n.sum()));
        String duration = "rondo_http_request_duration_seconds";
        t.head(duration, "histogram", "Time from the headers of a request to its answer.");
        durations.forEach((labels, h) -> h.write(t, duration, labels));
        t.head("rondo_batch_jobs", "histogram", "Jobs that shared a run of the model.");
        batches.forEach((labels, h) -> h.write(t, "rondo_batch_jobs", labels));
        t.head("rondo_queue_jobs", "gauge", "Jobs that wait or are in work.");
        for (NamedModel m : models.all()) {
            t.line("rondo_queue_jobs", label("model", m.name()), m.model().queued());
        }
        t.one("rondo_queue_limit_jobs", "gauge", "Most jobs that one model accepts.", queue);
        t.one("rondo_sessions", "gauge", "Open sessions.", sessions.count());
        t.one(
                "rondo_sessions_expired_total",
                "counter",
                "Sessions that ended because nobody used them.",
                sessions.expired());
        t.one(
                "rondo_session_save_failures_total",
                "counter",
                "Saves of the sessions that failed.",
                sessions.failedSaves());
        memory(t);
        t.one("process_start_time_seconds", "gauge", "When the server started.", started);
        return t.lines.toString();
    }

    private static void memory(Text t) {
        var bean = ManagementFactory.getMemoryMXBean();
        t.head("jvm_memory_used_bytes", "gauge", "Memory in use.");
        MemoryUsage heap = bean.getHeapMemoryUsage();
        t.line("jvm_memory_used_bytes", label("area", "heap"), heap.getUsed());
        t.line(
                "jvm_memory_used_bytes",
                label("area", "nonheap"),
                bean.getNonHeapMemoryUsage().getUsed());
        t.one("jvm_memory_max_bytes", "gauge", "Most memory of the heap.", heap.getMax());
    }
}
