/**
 * Every outgoing fetch of the service, through one guard against requests forged on the service's behalf. May be used by
 * the rooms and by packages of the boundary; nothing else opens a connection to a place that somebody names. Trusts
 * neither the URL, nor the name service, nor the answer; trusts the list of exceptions, which the operator wrote.
 * Thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.fetch;

import org.jspecify.annotations.NullMarked;
