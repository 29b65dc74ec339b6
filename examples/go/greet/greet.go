// Package greet says hello.
package greet

// Hello greets somebody, or the world.
func Hello(name string) string {
	if name == "" {
		name = "world"
	}
	return "hello " + name
}
