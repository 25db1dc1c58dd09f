package com.example.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.Locale;

/** Trains and forecasts in one process, on a wave of a year. */
public final class Local {
    private Local() {}

    /** Takes nothing. */
    public static void main(String[] args) throws IOException {
        System.setProperty("spark.master", "local[2]");
        System.setProperty("spark.ui.enabled", "false");
        System.setProperty("spark.driver.host", "127.0.0.1");
        Path folder = Files.createTempDirectory("wave");
        Path file = folder.resolve("wave.csv");
        StringBuilder rows = new StringBuilder("Date,Decimal Date,Average\n");
        for (int month = 0; month < 240; month++) {
            double wave = 300 + 10 * Math.sin(2 * Math.PI * month / 12);
            YearMonth date = YearMonth.of(2000, 1).plusMonths(month);
            rows.append(String.format(Locale.ROOT, "%s,0,%.3f%n", date, wave));
        }
        Files.writeString(file, rows);
        String model = folder.resolve("model").toString();
        Train.main(new String[] {file.toString(), model, "2"});
        Forecast.main(new String[] {file.toString(), model});
    }
}
