/** Tasks that can be trained: settings, models and data together, and the run that trains them. */
package dev.rondo.cli.task;
