/** Forecasts of time series. */
package dev.rondo.models.forecast;
