"""Pure builders of what is seen: a result comes in, a component, a figure or a file goes out."""
