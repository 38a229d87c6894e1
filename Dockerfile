# One image for the app, the workers and the clock (compose.yaml, docs/deploy.md).
ARG PYTHON_IMAGE=python:3.11.14-slim-bookworm

FROM ${PYTHON_IMAGE} AS packages
# true adds what reads scans and photos: 270 MB, and about 1 GB of memory while it reads.
ARG WITH_SCANS=false
WORKDIR /build
COPY requirements.txt requirements-ocr.txt constraints.txt ./
# All pinned; pip compiles them, which a read-only container couldn't do later.
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements.txt \
    && if [ "$WITH_SCANS" = true ]; then \
         /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements-ocr.txt; \
       fi

FROM ${PYTHON_IMAGE}
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    DATA_DIR=/data
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY .streamlit/config.toml .streamlit/config.toml
COPY app.py ./
COPY pages pages
COPY core core
# Compiled once here. A new volume takes over who owns /data.
RUN python -m compileall -q app.py pages core \
    && mkdir /data \
    && chown 10001:10001 /data
USER 10001:10001
VOLUME /data
EXPOSE 8501
STOPSIGNAL SIGTERM
# An answer of 503 raises, and so does none.
HEALTHCHECK --interval=15s --timeout=5s --start-period=40s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/healthz', timeout=4)"]
CMD ["python", "-m", "streamlit", "run", "app.py", "--server.address", "0.0.0.0", "--server.port", "8501", "--server.showEmailPrompt", "false"]
