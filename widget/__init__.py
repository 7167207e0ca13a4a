"""Life-event guides for citizens, embeddable in any website, without JavaScript."""
