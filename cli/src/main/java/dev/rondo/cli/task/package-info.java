/** What can be trained: settings, models and data put together, and the run that trains them. */
package dev.rondo.cli.task;
