#!/bin/sh
echo "a tool of few words"
