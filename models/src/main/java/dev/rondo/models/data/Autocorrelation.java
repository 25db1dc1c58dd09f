package dev.rondo.models.data;

/**
 * Sums of products of a series with itself, shifted: by the Fourier transform of the series, of
 * which the squared magnitudes are that of the sums (Wiener and Khinchin), in n log n steps.
 */
final class Autocorrelation {
    private Autocorrelation() {}

    /**
     * The sums Σ x_i x_{i−k} of the lags k from 0 on.
     *
     * @param x at least one value
     * @param lags the last lag k
     * @return lags + 1 sums; 0 for lags beyond the series
     */
    static double[] of(double[] x, int lags) {
        // zeros after the series keep its end from meeting its beginning
        int size = Math.max(2, Integer.highestOneBit(x.length + lags) << 1);
        double[] re = new double[size];
        double[] im = new double[size];
        System.arraycopy(x, 0, re, 0, x.length);
        transform(re, im);
        for (int i = 0; i < size; i++) {
            re[i] = re[i] * re[i] + im[i] * im[i];
            im[i] = 0;
        }
        transform(re, im);
        double[] sums = new double[lags + 1];
        for (int k = 0; k <= Math.min(lags, x.length - 1); k++) {
            sums[k] = re[k] / size;
        }
        return sums;
    }

    /** The discrete Fourier transform in place (Cooley and Tukey 1965), of a power of 2. */
    private static void transform(double[] re, double[] im) {
        int n = re.length;
        reverseBits(re, im);
        for (int half = 1; half < n; half *= 2) {
            double[] cos = new double[half];
            double[] sin = new double[half];
            for (int k = 0; k < half; k++) {
                cos[k] = Math.cos(Math.PI * k / half);
                sin[k] = -Math.sin(Math.PI * k / half);
            }
            for (int begin = 0; begin < n; begin += 2 * half) {
                for (int k = 0; k < half; k++) {
                    int low = begin + k;
                    int high = low + half;
                    double r = re[high] * cos[k] - im[high] * sin[k];
                    double i = re[high] * sin[k] + im[high] * cos[k];
                    re[high] = re[low] - r;
                    im[high] = im[low] - i;
                    re[low] += r;
                    im[low] += i;
                }
            }
        }
    }

    private static void reverseBits(double[] re, double[] im) {
        int shift = Integer.numberOfLeadingZeros(re.length) + 1;
        for (int i = 0; i < re.length; i++) {
            int j = Integer.reverse(i) >>> shift;
            if (i < j) {
                double r = re[i];
                re[i] = re[j];
                re[j] = r;
                double m = im[i];
                im[i] = im[j];
                im[j] = m;
            }
        }
    }
}
