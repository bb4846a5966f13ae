# 五个命令：make run、make ask Q="…"、make test、make check、make eval。第一次运行会自动安装。
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := run
.PHONY: run ask test check eval reference constraints clean uninstall ready chromium

VENV := .venv
PYTHON := $(VENV)/bin/python
YUSUAN := $(VENV)/bin/yusuan
CONSTRAINTS := .ci/constraints.txt
INSTALL := $(PYTHON) -m pip install --disable-pip-version-check --constraint $(CONSTRAINTS)
PORT ?= 8501
# 只装 CPU 版 torch 时填官方 CPU 索引的地址（见 README）。
TORCH_INDEX ?=

run: ready  ## 打开网页
	@$(YUSUAN) ui --port $(PORT)

# Q 经环境传入：问题里的引号和 $ 不会被 shell 解释。
export Q
ask: ready  ## 在终端提问；不写 Q 就开始对话
	@$(YUSUAN) ask $${Q:+"$$Q"}

test: $(VENV)/.installed-dev chromium check  ## 检查并运行全部测试
	$(PYTHON) -m pytest

check: $(VENV)/.installed-dev  ## 代码检查
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

# 评测有自己的资料库，只含自带的文件和评测用的虚构文件，也不用语言模型，结果才可以前后对照。
EVAL := YUSUAN_MODEL= $(YUSUAN) --home $(VENV)/eval-home
eval: $(VENV)/.installed  ## 用自带的题集评测
	@$(EVAL) add corpus/disclosures/* eval/documents/*
	@$(EVAL) eval

ready: $(VENV)/.installed
	@$(YUSUAN) add corpus/disclosures/* >&2

$(VENV)/.installed: pyproject.toml $(CONSTRAINTS) .ci/create-venv
	@.ci/create-venv $(VENV) >&2
	@echo "正在安装依赖，第一次约三分钟……" >&2
	@$(INSTALL) --quiet $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) torch >&2
	@$(INSTALL) --quiet --editable . >&2
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@$(INSTALL) --quiet --editable ".[dev]" >&2
	@touch $@

chromium:
	@.ci/install-chromium >&2

reference: $(VENV)/.installed  ## 由 --help 生成 docs/cli.md
	$(PYTHON) -m ui.reference > docs/cli.md

constraints: $(VENV)/.installed-dev  ## 把现在这套经过测试的版本写进约束文件
	$(PYTHON) .ci/freeze.py > $(CONSTRAINTS).new
	mv $(CONSTRAINTS).new $(CONSTRAINTS)
	touch $(VENV)/.installed $(VENV)/.installed-dev

clean:  ## 删除运行检查和测试留下的缓存
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -path ./$(VENV) -prune -o -name __pycache__ -type d -exec rm -rf {} +

uninstall: clean  ## 删除环境；资料库留着，并说明它在哪里
	@if [ -x $(PYTHON) ]; then echo "资料库仍在，不再需要时请自行删除：" && $(PYTHON) -c "from index.home import Home; print(Home.locate().directory)"; fi
	rm -rf $(VENV)
