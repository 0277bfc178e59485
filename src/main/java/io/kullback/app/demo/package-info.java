/**
 * The demo: a broker of its own and half a year of real flights, watched by the very pipeline that {@code run} runs.
 */
package io.kullback.app.demo;
