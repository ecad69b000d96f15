"""How fast the portal is, each figure beside a floor measured in the same run; `./run bench` runs them."""
