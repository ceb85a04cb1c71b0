# make demo   serve the portal with its demo data, on PORT (8000)
# make test   every check and test; PARTS="ruff mypy" for those whose names begin so
# make lock   renew the lock files from requirements*.in and package.json

PORT ?= 8000
export PORT PARTS

.PHONY: demo test lock
demo test lock:
	@sh .ci/start $@
