"""Where copy appears: the channels that come with the program and those a workspace adds."""
