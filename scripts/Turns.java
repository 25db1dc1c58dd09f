import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Times a step whenever a script asks for it: Rondo's side of {@code serve} in turns.py. */
final class Turns {
    private static final int MOST = 1 << 16;

    private Turns() {}

    /**
     * Warms a step up, times it, and times it again for each line on standard input.
     *
     * @param warmUp seconds
     * @param seconds of a turn, which has at least three steps
     * @param parameters how many the model has, so that both sides are seen to train the same
     */
    static void serve(Runnable step, double warmUp, double seconds, long parameters)
            throws IOException {
        timed(step, warmUp, parameters);
        System.out.println(timed(step, seconds, parameters));
        var lines = new BufferedReader(new InputStreamReader(System.in));
        while (lines.readLine() != null) {
            step.run();
            System.out.println(timed(step, seconds, parameters));
        }
    }

    private static String timed(Runnable step, double seconds, long parameters)
            throws IOException {
        double[] times = new double[MOST];
        int n = 0;
        for (long begin = System.nanoTime();
                n < 3 || System.nanoTime() - begin < seconds * 1e9;
                n++) {
            long start = System.nanoTime();
            step.run();
            times[n % MOST] = (System.nanoTime() - start) / 1e6;
        }
        int kept = Math.min(n, MOST);
        Arrays.sort(times, 0, kept);
        return String.format(
                Locale.ROOT,
                "{\"median_ms\": %.4f, \"min_ms\": %.4f, \"peak_resident_bytes\": %s000,"
                        + " \"parameters\": %d}",
                times[kept / 2],
                times[0],
                peakResidentKilobytes(),
                parameters);
    }

    private static String peakResidentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .findFirst()
                .orElseThrow()
                .replaceAll("\\D", "");
    }
}
