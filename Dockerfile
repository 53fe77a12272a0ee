# The program on a machine that has nothing else:
#
#   docker build -t fitact .
#   docker run --rm -v "$PWD/runs:/fitact/runs" fitact demo --out runs/demo
FROM eclipse-temurin:25-jdk

# curl downloads Maven; git says in every report which commit made it.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl git && rm -rf /var/lib/apt/lists/*

WORKDIR /fitact
COPY . .
RUN bin/fitact --version

ENTRYPOINT ["bin/fitact"]
CMD ["--help"]
