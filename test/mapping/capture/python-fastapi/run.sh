# In a copy of projects/python-fastapi with a virtual environment of requirements.txt active. Writes traces.otlp.json and logs.otlp.json.
# The virtual environment became /home/dev/shop/.venv, the interpreter's folder /home/dev/.pyenv.
capture=${1:?the folder of capture.sh}
export PORT=13001 WAIT=6
"$capture/capture.sh" . /home/dev/shop "$capture/python-fastapi/requests.sh" sh "$capture/python-fastapi/start.sh"
